package org.restconnector;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.restconnector.metrics.MeterMetrics;
import org.restconnector.metrics.Metrics;

/** Counts into the one Micrometer registry that is bound, if there is one, and Micrometer at all: of several, the one that holds them. */
final class FoundMetrics {
    static final String BEAN = "rest-metrics";

    private FoundMetrics() {}

    static Metrics of(CamelContext context) {
        return context.getRegistry().lookupByNameAndType(BEAN, Metrics.class);
    }

    static Metrics find(CamelContext context) {
        boolean there = context.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry") != null;
        return there ? OfMicrometer.find(context) : Metrics.NONE;
    }

    /** A class of its own, as the JVM looks for what a class names. */
    private static final class OfMicrometer {
        static Metrics find(CamelContext context) {
            Set<MeterRegistry> found = context.getRegistry().findByType(MeterRegistry.class);
            return one(
                    found.size() == 1
                            ? found.stream()
                            : found.stream().filter(CompositeMeterRegistry.class::isInstance));
        }

        private static Metrics one(Stream<MeterRegistry> found) {
            List<MeterRegistry> all = found.toList();
            return all.size() == 1 ? new MeterMetrics(all.get(0)) : Metrics.NONE;
        }
    }
}
