package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.restconnector.push.FlowFixture.ids;
import static org.restconnector.push.FlowFixture.parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restconnector.store.Jobs;
import org.restconnector.store.Jobs.RecordStatus;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ReceivedRequest;

class DeliveryTest {
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
    void sendsEachRecordByItselfByDefault() throws Exception {
        target.on("/in", Answer.json("{\"id\":\"T1\"}"));
        try (FlowFixture flow = start()) {
            String job = flow.accept("{\"id\":1,\"n\":1.10,\"x\":null}");
            assertThat(flow.completed(job).success()).isEqualTo(1);
            ReceivedRequest request = target.requests().get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.text()).isEqualTo("{\"id\":1,\"n\":1.10,\"x\":null}");
            assertThat(request.header("content-type")).contains("application/json");
            assertThat(request.header("idempotency-key").orElse("")).matches("[0-9a-f-]{36}");
            assertThat(flow.records(job).get(0).targetId()).contains("T1");
        }
    }

    @Test
    void batchesByCount() throws Exception {
        target.on("/in", Answer.status(204));
        try (FlowFixture flow = start("batchSize", "100", "batchTimeout", "300ms", "concurrency", "1")) {
            flow.completed(flow.accept(ids(0, 250)));
            assertThat(sizes()).containsExactly(100, 100, 50);
        }
    }

    @Test
    void batchesByBytesAsSent() throws Exception {
        target.on("/in", Answer.status(204));
        String record = "{\"t\":\"" + "é".repeat(100) + "\"}";
        try (FlowFixture flow = start("batchSize", "100", "batchBytes", "1000", "batchTimeout", "200ms")) {
            String big = "{\"t\":\"" + "x".repeat(3000) + "\"}";
            flow.completed(flow.accept(record, record, record, record, record, big, record));
            assertThat(target.requests().stream().map(ReceivedRequest::text).filter(text -> !text.contains("xxx")))
                    .allSatisfy(text -> assertThat(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            .hasSizeLessThanOrEqualTo(1000));
            assertThat(sizes().stream().sorted()).containsExactly(1, 1, 1, 4);
        }
    }

    private List<Integer> sizes() {
        return target.requests().stream()
                .map(request -> ((List<?>) request.json()).size())
                .toList();
    }

    @Test
    void aLoneRecordLeavesWithinItsAge() throws Exception {
        target.on("/in", Answer.status(204));
        try (FlowFixture flow = start("batchSize", "100", "batchTimeout", "1s")) {
            flow.completed(flow.accept(ids(0, 1)));
            target.forgetRequests();
            long accepted = System.nanoTime();
            flow.completed(flow.accept(ids(0, 1)));
            assertThat(Duration.ofNanos(target.requests().get(0).nanos() - accepted))
                    .isBetween(Duration.ofMillis(950), Duration.ofMillis(1200));
        }
    }

    @Test
    void aTrickleLeavesByTheAgeOfItsFirstRecord() throws Exception {
        target.on("/in", Answer.status(204));
        try (FlowFixture flow = start("batchSize", "100", "batchTimeout", "1s")) {
            flow.completed(flow.accept(ids(0, 1)));
            target.forgetRequests();
            long first = System.nanoTime();
            AtomicInteger sent = new AtomicInteger();
            await().pollInterval(Duration.ofMillis(700))
                    .pollDelay(Duration.ZERO)
                    .until(() -> {
                        flow.accept(ids(0, 1));
                        return sent.incrementAndGet() == 3;
                    });
            target.awaitRequests(1);
            assertThat(Duration.ofNanos(target.requests().get(0).nanos() - first))
                    .isLessThan(Duration.ofMillis(1200));
            assertThat(((List<?>) target.requests().get(0).json())).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200,DELIVERED",
        "201,DELIVERED",
        "204,DELIVERED",
        "301,FAILED",
        "302,FAILED",
        "307,FAILED",
        "304,FAILED",
        "400,FAILED",
        "402,FAILED",
        "403,FAILED",
        "404,FAILED",
        "405,FAILED",
        "409,EXISTING",
        "411,FAILED",
        "413,FAILED",
        "415,FAILED",
        "418,FAILED",
        "422,FAILED",
        "431,FAILED",
        "451,FAILED",
        "501,FAILED",
        "505,FAILED"
    })
    void finalStatusesAreNeverTriedAgain(int status, RecordStatus expected) throws Exception {
        Answer answer = Answer.status(status);
        target.on("/in", status / 100 == 3 ? answer.header("Location", target.url("/other")) : answer);
        try (FlowFixture flow = start("existingStatuses", "409")) {
            String job = flow.accept(ids(0, 1));
            flow.completed(job);
            assertThat(flow.records(job).get(0).status()).isEqualTo(expected);
            assertThat(target.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"408", "425", "429", "500", "502", "503", "504", "520", "599"})
    void transientStatusesAreTriedAgainWithTheSameKeyAndBytes(int status) throws Exception {
        target.on(
                "/in",
                ((org.restconnector.testing.Handler) r -> Answer.status(200)).afterFirst(2, Answer.status(status)));
        try (FlowFixture flow = start("retryDelay", "20ms", "batchSize", "3", "batchTimeout", "100ms")) {
            String job = flow.accept(ids(0, 3));
            assertThat(flow.completed(job).success()).isEqualTo(3);
            assertThat(target.requests()).hasSize(3);
            assertThat(keys()).hasSize(1);
            assertThat(target.requests().stream().map(ReceivedRequest::text).distinct())
                    .hasSize(1);
            assertThat(flow.records(job).get(0).attempts()).isEqualTo(3);
        }
    }

    private Set<String> keys() {
        return target.requests().stream()
                .map(request -> request.header("idempotency-key").orElseThrow())
                .collect(Collectors.toSet());
    }

    @Test
    void deadLettersWhenTheTriesAreUsedUp() throws Exception {
        target.on("/in", Answer.of(503, "text/plain", "busy"));
        try (FlowFixture flow = start("retryDelay", "10ms", "retries", "2")) {
            String job = flow.accept(ids(0, 1));
            assertThat(flow.completed(job).fail()).isEqualTo(1);
            assertThat(target.requests()).hasSize(3);
            assertThat(flow.records(job).get(0).error().orElse("")).contains("503", "busy", "3 tries");
            assertThat(flow.store().deadLetters().list(org.restconnector.store.DeadLetters.Filter.ALL, 10))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.letter().attempts()).isEqualTo(3));
        }
    }

    @ParameterizedTest
    @CsvSource({"64,1", "64,3", "500,1", "500,2", "500,3", "3,1", "2,2"})
    void halvesARefusedBatchUntilTheCulpritsAreAlone(int records, int culprits) throws Exception {
        Set<Integer> bad = java.util.stream.Stream.of(7 % records, records / 2, records - 1)
                .sorted()
                .limit(culprits)
                .collect(Collectors.toSet());
        target.on("/in", request -> {
            List<?> ids = ((List<?>) request.json())
                    .stream()
                            .map(record -> ((java.util.Map<?, ?>) record).get("id"))
                            .toList();
            return ids.stream().anyMatch(bad::contains)
                    ? Answer.of(422, "application/json", "{\"refused\":true}")
                    : Answer.status(200);
        });
        try (FlowFixture flow = start("batchSize", String.valueOf(records), "batchTimeout", "300ms")) {
            String job = flow.accept(ids(0, records));
            Jobs.Counts counts = flow.completed(job);
            assertThat(counts.fail()).isEqualTo(bad.size());
            assertThat(counts.success()).isEqualTo(records - bad.size());
            int levels = 32 - Integer.numberOfLeadingZeros(records - 1);
            assertThat(target.requests().size() - 1).isLessThanOrEqualTo(bad.size() * 2 * levels);
            assertThat(flow.records(job).stream()
                            .filter(row -> row.status() == RecordStatus.FAILED)
                            .map(Jobs.RecordRow::index))
                    .containsExactlyInAnyOrderElementsOf(bad);
            assertThat(flow.records(job).stream()
                            .flatMap(row -> row.error().stream())
                            .distinct())
                    .containsExactly("{\"refused\":true}");
            assertThat(flow.store().deadLetters().list(org.restconnector.store.DeadLetters.Filter.ALL, 10))
                    .hasSize(bad.size())
                    .allSatisfy(letter -> assertThat(letter.letter().reason()).isEqualTo("{\"refused\":true}"));
            assertThat(keys()).hasSize(target.requests().size());
        }
    }

    @Test
    void deadLettersAWholeBatchWhereToldSo() throws Exception {
        target.on("/in", Answer.status(400));
        try (FlowFixture flow = start("batchSize", "8", "onReject", "dead-letter")) {
            assertThat(flow.completed(flow.accept(ids(0, 8))).fail()).isEqualTo(8);
            assertThat(target.requests()).hasSize(1);
        }
    }

    @Test
    void aBatchOfWhichSomeAreThereAlreadyIsHalved() throws Exception {
        target.on("/in", request -> Answer.status(request.text().contains("\"id\":3") ? 409 : 200));
        try (FlowFixture flow = start("batchSize", "8", "existingStatuses", "409")) {
            Jobs.Counts counts = flow.completed(flow.accept(ids(0, 8)));
            assertThat(counts.existing()).isEqualTo(1);
            assertThat(counts.success()).isEqualTo(7);
        }
    }

    @Test
    void retryAfterHoldsBackTheWholeFlow() throws Exception {
        target.on(
                "/in",
                ((org.restconnector.testing.Handler) r -> Answer.status(200))
                        .afterFirst(1, Answer.status(429).header("Retry-After", "2")));
        try (FlowFixture flow = start("concurrency", "1")) {
            String first = flow.accept(ids(0, 1));
            target.awaitRequests(1);
            await().until(() -> flow.state().notBefore().isPresent());
            String others = flow.accept(ids(1, 20));
            flow.completed(first);
            flow.completed(others);
            ReceivedRequest refused = target.requests().get(0);
            assertThat(target.requests().stream().skip(1).map(request -> request.since(refused)))
                    .allSatisfy(after -> assertThat(after).isGreaterThanOrEqualTo(Duration.ofMillis(1950)));
            assertThat(target.requests().get(1).since(refused)).isLessThan(Duration.ofMillis(2600));
        }
    }

    @Test
    void orderedSendsOneRequestAtATimeInOrder() throws Exception {
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger number = new AtomicInteger();
        target.on("/in", request -> {
            most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            int n = number.incrementAndGet();
            inFlight.decrementAndGet();
            return Answer.status(n % 5 == 0 ? 503 : 200).delayed(Duration.ofMillis(5));
        });
        try (FlowFixture flow = start(
                "ordered",
                "true",
                "retryDelay",
                "20ms",
                "batchSize",
                "2",
                "batchTimeout",
                "10ms",
                "batchBytes",
                "15")) {
            flow.completed(flow.accept(ids(0, 40)));
            assertThat(most).hasValue(1);
            List<String> delivered = target.requests().stream()
                    .map(ReceivedRequest::text)
                    .distinct()
                    .toList();
            List<String> sorted = delivered.stream()
                    .sorted(java.util.Comparator.comparingInt(text -> Integer.parseInt(
                            text.replaceAll("\\D+", " ").strip().split(" ")[0])))
                    .toList();
            assertThat(delivered).isEqualTo(sorted);
            // a batch that is tried again comes before any later one
            for (int i = 1; i < target.requests().size(); i++) {
                int now = delivered.indexOf(target.requests().get(i).text());
                int before = delivered.indexOf(target.requests().get(i - 1).text());
                assertThat(now).isBetween(before, before + 1);
            }
        }
    }

    @Test
    void refusedCredentialsPauseTheFlowAndCountNoTry() throws Exception {
        target.on("/in", Answer.status(401));
        try (FlowFixture flow = start("concurrency", "2")) {
            String job = flow.accept(ids(0, 20));
            await().until(() -> flow.state().pausedReason().isPresent());
            assertThat(flow.state().pausedReason()).contains("unauthorized");
            assertThat(target.requests().size()).isLessThanOrEqualTo(2);
            await().during(Duration.ofSeconds(1)).until(() -> target.requests().size() <= 2);
            assertThat(flow.records(job))
                    .allSatisfy(row -> assertThat(row.attempts()).isZero());
            target.on("/in", Answer.status(200));
            flow.store().batches().resume(FlowFixture.FLOW);
            flow.flow(FlowFixture.FLOW).wake();
            assertThat(flow.completed(job).success()).isEqualTo(20);
        }
    }

    @Test
    void goneAndTooManyRefusalsPauseUntilResumed() throws Exception {
        target.on("/in", Answer.status(410));
        try (FlowFixture flow = start("pauseAfter", "3", "concurrency", "1")) {
            String job = flow.accept(ids(0, 10));
            await().until(() -> flow.state().pausedReason().isPresent());
            assertThat(flow.state().pausedReason()).contains("gone");
            assertThat(target.requests()).hasSize(1);
            target.on("/in", Answer.status(404));
            flow.store().batches().resume(FlowFixture.FLOW);
            flow.flow(FlowFixture.FLOW).wake();
            await().until(() -> flow.state().pausedReason().isPresent());
            assertThat(flow.state().pausedReason()).contains("refused");
            assertThat(target.requests()).hasSize(4);
            assertThat(flow.job(job).processed())
                    .as(flow.records(job).toString())
                    .isEqualTo(3);
        }
    }

    @Test
    void aHangingTargetHoldsUpNoOtherFlow() throws Exception {
        target.on("/in", Answer.status(200));
        target.on("/hang", Answer.status(200).delayed(Duration.ofSeconds(5)));
        try (FlowFixture flow = FlowFixture.start(
                directory, List.of(parameters(target.url("/in")), parameters(target.url("/hang"), "name", "slow")))) {
            flow.acceptFor("slow", "acme", "Contact", ids(0, 500));
            long start = System.nanoTime();
            flow.completed(flow.accept(ids(0, 200)));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            assertThat(target.requests("/hang")).hasSizeLessThanOrEqualTo(4);
        }
    }

    @Test
    void afterARestartABatchGoesOnWithItsKeyAndBytes() throws Exception {
        target.on("/in", Answer.status(503));
        try (FlowFixture flow = start("retryDelay", "500ms", "batchSize", "10", "batchTimeout", "100ms")) {
            flow.accept(ids(0, 10));
            target.awaitRequests(1);
        }
        target.on("/in", Answer.status(200));
        int before = target.requests().size();
        try (FlowFixture flow = start("retryDelay", "500ms", "batchSize", "3", "batchTimeout", "100ms")) {
            target.awaitRequests(before + 1);
            assertThat(keys()).hasSize(1);
            assertThat(target.requests().stream().map(ReceivedRequest::text).distinct())
                    .hasSize(1);
            await().until(() -> flow.store().jobs().pending(FlowFixture.FLOW) == 0);
        }
    }

    @Test
    void stopsWithinMomentsAndKeepsWhatIsUnsent() throws Exception {
        target.on("/in", Answer.status(200).delayed(Duration.ofMillis(300)));
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (FlowFixture flow = start("concurrency", "2")) {
            flow.accept(ids(0, 30));
            target.awaitRequests(2);
        }
        target.requests().forEach(request -> seen.add(request.text()));
        assertThat(seen.size()).isLessThan(30);
        target.on("/in", Answer.status(200));
        try (FlowFixture flow = start()) {
            await().until(() -> flow.store().jobs().pending(FlowFixture.FLOW) == 0);
        }
        assertThat(target.requests()).hasSize(30);
        assertThat(keys()).hasSize(30);
    }

    @Test
    void signsAsStandardWebhooksDoes() throws Exception {
        target.on("/in", Answer.status(200));
        String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        try (FlowFixture flow = start("signingSecret", secret)) {
            flow.completed(flow.accept("{\"id\":\"ü\"}"));
            ReceivedRequest request = target.requests().get(0);
            assertThat(request.header("webhook-id")).isEqualTo(request.header("idempotency-key"));
            new com.standardwebhooks.Webhook(secret).verify(request.text(), request.headers());
        }
    }

    @Test
    void nothingOfARecordChangesWhereARequestGoes() throws Exception {
        String evil = "../x?y=1#z\r\nX-Evil: 1 ${env:HOME} {{env:HOME}} @evil";
        String path = "/in/" + org.restconnector.http.Url.encode(evil);
        target.on(path, Answer.status(200));
        String record = "{\"id\":" + org.restconnector.json.Json.text(evil) + ",\"CamelHttpUri\":\"http://evil\"}";
        try (FlowFixture flow = FlowFixture.start(
                directory,
                parameters(
                        target.url("/in/{record.id}?t={tenant}&s={stream}"),
                        "headers",
                        "X-Own: a\nIdempotency-Key: mine"))) {
            flow.acceptFor("crm", evil, evil, record);
            target.awaitRequests(1);
            ReceivedRequest request = target.requests().get(0);
            assertThat(request.path()).isEqualTo(path);
            assertThat(request.query("t")).contains(evil);
            assertThat(request.query("s")).contains(evil);
            assertThat(request.text()).isEqualTo(record);
            assertThat(request.headers().keySet())
                    .containsExactlyInAnyOrder(
                            "x-own",
                            "content-type",
                            "idempotency-key",
                            "content-length",
                            "host",
                            "connection",
                            "accept-encoding",
                            "user-agent");
            assertThat(request.headers().get("idempotency-key")).hasSize(1).doesNotContain("mine");
        }
    }

    @Test
    void aRealTimeWriteGoesBeforeWhatWaits() throws Exception {
        target.on("/in", Answer.status(200).delayed(Duration.ofMillis(100)));
        try (FlowFixture flow = start("concurrency", "1")) {
            flow.accept(ids(0, 10));
            target.awaitRequests(1);
            FlowDirectory.Flow crm = flow.flow("crm");
            byte[] record = "{\"now\":1}".getBytes();
            Jobs.Accepted accepted = flow.store()
                    .jobs()
                    .accept(new Jobs.NewJob(
                            "crm",
                            "acme",
                            "dev",
                            java.util.Optional.empty(),
                            java.util.Optional.empty(),
                            "",
                            List.of("Contact"),
                            List.of(new Jobs.NewRecord(
                                    "Contact",
                                    0,
                                    "00".repeat(32),
                                    java.util.Optional.empty(),
                                    record,
                                    java.util.OptionalInt.empty())),
                            crm.immediate("acme", "Contact", record),
                            1_000));
            crm.sendNext(accepted.batch().orElseThrow());
            flow.completed(accepted.job().id());
            assertThat(target.requests().size()).isLessThanOrEqualTo(4);
            assertThat(target.requests().stream().map(ReceivedRequest::text)).contains("{\"now\":1}");
        }
    }

    @Test
    void aRetryAfterIsCutToTheLongestAllowed() throws Exception {
        target.on(
                "/in",
                ((org.restconnector.testing.Handler) r -> Answer.status(200))
                        .afterFirst(1, Answer.status(503).header("Retry-After", "99999")));
        try (FlowFixture flow = start("maxRetryAfter", "300ms")) {
            flow.completed(flow.accept(ids(0, 1)));
            assertThat(target.requests().get(1).since(target.requests().get(0)))
                    .isBetween(Duration.ofMillis(290), Duration.ofSeconds(1));
        }
    }

    @Test
    void failedRecordsAreSentAgainWhenAskedFor() throws Exception {
        target.on("/in", Answer.status(404));
        try (FlowFixture flow = start("batchSize", "5", "batchTimeout", "50ms")) {
            String job = flow.accept(ids(0, 3));
            assertThat(flow.completed(job).fail()).isEqualTo(3);
            target.on("/in", Answer.status(200));
            assertThat(flow.store().jobs().retry("crm", "acme", job)).isEqualTo(3);
            flow.flow("crm").wake();
            await().until(() -> flow.job(job).streams().get("Contact").success() == 3);
            assertThat(target.requests()).hasSize(2);
            assertThat(keys()).hasSize(2);
        }
    }
}
