package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.restconnector.push.FlowFixture.ids;
import static org.restconnector.push.FlowFixture.parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.DeadLetters.DeadLetter;
import org.restconnector.store.DeadLetters.Filter;
import org.restconnector.store.Jobs.RecordStatus;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.Workspace;

/** The commands work on the store of a flow that runs meanwhile. */
class ReplayTest {
    @TempDir
    Path directory;

    private final ApiServer target = ApiServer.start();

    @AfterEach
    void close() {
        target.close();
    }

    private Once.Outcome command(String... arguments) {
        return Once.command(new Workspace(directory), arguments);
    }

    @Test
    void aRunningFlowDeliversWhatIsReplayedAndItsJobHasTheResult() throws Exception {
        target.on("/in", Answer.status(400));
        try (FlowFixture flow = FlowFixture.start(directory, parameters(target.url("/in")))) {
            String job = flow.accept(ids(0, 3));
            assertThat(flow.completed(job).fail()).isEqualTo(3);
            List<DeadLetter> letters = flow.store().deadLetters().list(Filter.ALL, 10);
            assertThat(letters).hasSize(3);
            target.on("/in", Answer.json("{\"id\":\"T1\"}"));

            Once.Outcome one = command("dead-letters", "replay", letters.get(0).id());
            assertThat(one.exitCode()).as(one.toString()).isZero();
            assertThat(one.out()).containsExactly("{\"replayed\":1}");
            awaitDelivered(flow, job, 1);

            assertThat(command("dead-letters", "replay", "--job", job).out()).containsExactly("{\"replayed\":2}");
            awaitDelivered(flow, job, 3);
            assertThat(flow.completed(job).fail()).isZero();
            assertThat(flow.records(job))
                    .allSatisfy(record -> assertThat(record.targetId()).contains("T1"));
            assertThat(flow.store().deadLetters().count(Filter.ALL)).isZero();
        }
    }

    private static void awaitDelivered(FlowFixture flow, String job, int count) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(flow.records(job))
                .filteredOn(record -> record.status() == RecordStatus.DELIVERED)
                .hasSize(count));
    }
}
