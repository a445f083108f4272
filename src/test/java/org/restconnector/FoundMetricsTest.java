package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.impl.engine.SimpleCamelContext;
import org.junit.jupiter.api.Test;
import org.restconnector.metrics.CallOutcome;
import org.restconnector.metrics.Metrics;
import org.restconnector.metrics.Owner;

class FoundMetricsTest {
    private static MeterRegistry counted(MeterRegistry... bound) {
        SimpleCamelContext context = new SimpleCamelContext();
        for (int i = 0; i < bound.length; i++) {
            context.getRegistry().bind("meters" + i, MeterRegistry.class, bound[i]);
        }
        FoundMetrics.find(context).of(Owner.flow("crm")).requested(CallOutcome.of(200), 1);
        return bound[0];
    }

    @Test
    void theOneRegistryOfAHostIsCountedInto() {
        assertThat(counted(new SimpleMeterRegistry())
                        .find("connector.http.requests")
                        .counters())
                .isNotEmpty();
    }

    @Test
    void ofSeveralTheOneThatHoldsThemIs() {
        MeterRegistry one = new SimpleMeterRegistry();

        assertThat(counted(one, new SimpleMeterRegistry()).getMeters()).isEmpty();
        counted(one, new SimpleMeterRegistry(), new CompositeMeterRegistry().add(one));
        assertThat(one.find("connector.http.requests").counters()).isNotEmpty();
    }

    @Test
    void withoutOneNothingIsCounted() {
        assertThat(FoundMetrics.find(new SimpleCamelContext())).isSameAs(Metrics.NONE);
    }
}
