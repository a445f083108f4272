package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.restconnector.push.FlowFixture.ids;
import static org.restconnector.push.FlowFixture.parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.store.Jobs.Counts;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Handler;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.Transfer;

/** Answers that cannot be read to their end. */
class UnreadAnswerTest {
    private static final String HUGE = " ".repeat(33 << 20);

    @TempDir
    Path directory;

    private final ApiServer target = ApiServer.start();

    @AfterEach
    void close() {
        target.close();
    }

    private FlowFixture start(String... parameters) throws Exception {
        return FlowFixture.start(directory, parameters(target.url("/in"), parameters));
    }

    @Test
    void aSuccessWithAnAnswerThatIsTooLargeIsASuccessWithoutAnId() throws Exception {
        target.on("/in", Answer.json("{\"id\":1}" + HUGE).gzip());
        try (FlowFixture flow = start("batchSize", "3")) {
            String job = flow.accept(ids(0, 3));
            assertThat(flow.completed(job).success()).isEqualTo(3);
            assertThat(flow.records(job))
                    .allSatisfy(row -> assertThat(row.targetId()).isEmpty());
            assertThat(target.requests()).hasSize(1);
            target.on("/in", Answer.json("{\"id\":7}"));
            assertThat(flow.completed(flow.accept(ids(3, 4))).success()).isEqualTo(1);
        }
    }

    @Test
    void whereResultsAreNeededItIsAMismatch() throws Exception {
        target.on("/in", Answer.json("{\"results\":[]}" + HUGE));
        try (FlowFixture flow = start("batchSize", "3", "resultsPath", "$.results")) {
            String job = flow.accept(ids(0, 3));
            assertThat(flow.completed(job).fail()).isEqualTo(3);
            assertThat(flow.records(job).get(0).error().orElse(""))
                    .startsWith("result_mismatch: ")
                    .contains("larger than");
            assertThat(target.requests()).hasSize(1);
        }
    }

    @Test
    void aRefusalIsJudgedByItsStatusHoweverLargeItIs() throws Exception {
        target.on(
                "/in",
                request -> request.text().contains("{\"id\":1}")
                        ? Answer.of(422, "text/plain", HUGE).gzip()
                        : Answer.status(200));
        try (FlowFixture flow = start("batchSize", "4")) {
            Counts counts = flow.completed(flow.accept(ids(0, 4)));
            assertThat(counts.success()).isEqualTo(3);
            assertThat(counts.fail()).isEqualTo(1);
        }
    }

    @Test
    void aBusyTargetIsAskedAgainHoweverMuchItSays() throws Exception {
        target.on(
                "/in",
                ((Handler) request -> Answer.status(200))
                        .afterFirst(1, Answer.of(503, "text/plain", HUGE).gzip()));
        try (FlowFixture flow = start("retryDelay", "20ms")) {
            assertThat(flow.completed(flow.accept(ids(0, 1))).success()).isEqualTo(1);
        }
    }

    @Test
    void damagedGzipCountsByItsStatus() throws Exception {
        Answer damaged = new Answer(
                200,
                java.util.List.of(),
                new byte[] {0x1f, (byte) 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9},
                Transfer.WHOLE,
                Duration.ZERO);
        target.on("/in", damaged);
        try (FlowFixture flow = start()) {
            assertThat(flow.completed(flow.accept(ids(0, 1))).success()).isEqualTo(1);
            assertThat(target.requests()).hasSize(1);
        }
    }

    @Test
    void whatIsSaidToBeAJavaObjectIsReadAsWhatItIs() throws Exception {
        target.on("/in", Answer.json("{\"id\":7}").contentType("application/x-java-serialized-object"));
        try (FlowFixture flow = start()) {
            String job = flow.accept(ids(0, 1));
            assertThat(flow.completed(job).success()).isEqualTo(1);
            assertThat(flow.records(job).get(0).targetId()).contains("7");
            assertThat(target.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "late"})
    void anAnswerThatBreaksOffIsNoneAndTheBatchIsSentAgainUnderItsKey(String how) throws Exception {
        Answer whole = Answer.json("{\"id\":\"T1\"}");
        Transfer broken = how.equals("cut") ? Transfer.cutAfter(3) : Transfer.dripping(Duration.ofSeconds(1));
        target.on("/in", ((Handler) request -> whole).afterFirst(1, whole.sent(broken)));
        try (FlowFixture flow = start("retryDelay", "20ms", "timeout", "700ms")) {
            String job = flow.accept(ids(0, 1));
            assertThat(flow.completed(job).success()).isEqualTo(1);
            assertThat(flow.records(job).get(0).targetId()).contains("T1");
            assertThat(target.requests()).hasSize(2);
            assertThat(IntStream.range(0, 2).mapToObj(i -> key(target.requests().get(i))))
                    .hasSize(2)
                    .containsOnly(key(target.requests().get(0)));
        }
    }

    private static String key(ReceivedRequest request) {
        return request.header("idempotency-key").orElseThrow();
    }
}
