package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.restconnector.push.FlowFixture.parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.FaultHook;
import org.restconnector.store.PageTransaction;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;

class FlowSinkTest {
    private static final String SINK = "kamelet:flow-sink?flow=crm&stream=Contact&tenant=acme";

    @TempDir
    Path directory;

    private final ApiServer target = ApiServer.start().on("/in", Answer.status(200));

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void handsRecordsToTheFlow() throws Exception {
        try (FlowFixture flow = FlowFixture.start(directory, parameters(target.url("/in")));
                ProducerTemplate template = flow.main().getCamelTemplate()) {
            template.sendBody(SINK, List.of(Map.of("id", 1, "externalId", "e1"), Map.of("id", 2), Map.of("id", 2)));
            target.awaitRequests(2);
            await().until(() -> flow.store().jobs().pending("crm") == 0);
            assertThat(target.requests().stream().map(r -> r.text()))
                    .containsExactlyInAnyOrder("{\"id\":1}", "{\"id\":2}");
        }
    }

    @Test
    void storesAPageWithItsCheckpointOrNotAtAll() throws Exception {
        try (FlowFixture flow = FlowFixture.start(directory, parameters(target.url("/in")));
                ProducerTemplate template = flow.main().getCamelTemplate()) {
            FaultHook faults = point -> {};
            PageTransaction lost = new PageTransaction(flow.store(), faults);
            template.send(SINK, exchange -> record(exchange, lost, 1));
            lost.rollback();
            PageTransaction kept = new PageTransaction(flow.store(), faults);
            template.send(SINK, exchange -> record(exchange, kept, 2));
            template.send(SINK, exchange -> record(exchange, kept, 3));
            assertThat(flow.store().jobs().list("crm", "acme", 10, java.util.Optional.empty()))
                    .isEmpty();
            kept.commit(transaction -> true);
            target.awaitRequests(2);
            assertThat(target.requests().stream().map(r -> r.text()))
                    .containsExactlyInAnyOrder("{\"id\":2}", "{\"id\":3}");
            assertThat(flow.store().jobs().list("crm", "acme", 10, java.util.Optional.empty()))
                    .hasSize(1);
        }
    }

    private static void record(Exchange exchange, PageTransaction page, int id) {
        exchange.setProperty(PageTransaction.PROPERTY, page);
        exchange.getMessage().setHeader("RecordRun", "run-1");
        exchange.getMessage().setBody(Map.of("id", id));
    }
}
