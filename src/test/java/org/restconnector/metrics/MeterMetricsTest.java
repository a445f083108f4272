package org.restconnector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeterMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Metrics metrics = new MeterMetrics(registry);

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    @Test
    void countsByOwnerAndOutcome() {
        Tally orders = metrics.of(Owner.pull("orders"));
        orders.requested(CallOutcome.of(200), 1_000_000);
        orders.requested(CallOutcome.of(429), 1_000_000);
        orders.requested(CallOutcome.TIMEOUT, 1_000_000);
        orders.records(RecordOutcome.DELIVERED, 40);
        orders.ran(true, Duration.ofSeconds(3));
        metrics.of(Owner.flow("crm")).records(RecordOutcome.EXISTING, 2);
        metrics.answers().answered(503, 1);

        assertThat(count("connector.http.requests", "pull", "orders", "outcome", "2xx"))
                .isEqualTo(1);
        assertThat(count("connector.http.requests", "pull", "orders", "outcome", "429"))
                .isEqualTo(1);
        assertThat(count("connector.http.requests", "pull", "orders", "outcome", "timeout"))
                .isEqualTo(1);
        assertThat(count("connector.http.requests", "pull", "orders", "outcome", "4xx"))
                .isZero();
        assertThat(count("connector.records", "pull", "orders", "outcome", "delivered"))
                .isEqualTo(40);
        assertThat(count("connector.runs", "pull", "orders", "outcome", "completed"))
                .isEqualTo(1);
        assertThat(count("connector.records", "flow", "crm", "outcome", "existing"))
                .isEqualTo(2);
        assertThat(count("connector.inbox.requests", "outcome", "5xx")).isEqualTo(1);
    }

    @Test
    void whoServesNoRequestsHasNoMetersOfThem() {
        metrics.of(Owner.flow("crm"));

        assertThat(registry.find("connector.inbox.requests").meters()).isEmpty();
        assertThat(registry.find("connector.inbox.request.duration").meters()).isEmpty();
    }

    @Test
    void aTurnThatIsFreeIsNoWait() {
        metrics.of(Owner.flow("crm")).waited(50_000);
        metrics.of(Owner.flow("crm")).waited(1_500_000_000);

        assertThat(count("connector.rate.limit.wait.seconds", "flow", "crm")).isEqualTo(1.5);
    }

    @Test
    void whatIsRemovedLeavesNoMeter() {
        metrics.of(Owner.pull("orders")).pages(1);
        metrics.of(Owner.flow("crm")).batch(5);

        metrics.retain(Set.of(Owner.flow("crm"), Owner.flow("erp")));

        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .flatExtracting(id -> id.getTags().stream().map(Tag::getValue).toList())
                .contains("crm", "erp")
                .doesNotContain("orders");
        assertThat(registry.get("connector.batch.size")
                        .tags("flow", "crm")
                        .summary()
                        .count())
                .isEqualTo(1);
    }
}
