package org.restconnector.push;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.processor.aggregate.AggregateController;
import org.apache.camel.processor.aggregate.AggregateProcessor;

/** Ends groups of the flows' aggregators before they are full. Safe for use by many threads. */
public final class Groups implements AggregateController {
    private final Map<String, AggregateProcessor> aggregators = new ConcurrentHashMap<>();

    @Override
    public void onStart(AggregateProcessor processor) {
        aggregators.put(processor.getRouteId(), processor);
    }

    @Override
    public void onStop(AggregateProcessor processor) {
        aggregators.remove(processor.getRouteId(), processor);
    }

    /** Completes the group in the calling thread. */
    void complete(String route, Group group) {
        AggregateProcessor aggregator = aggregators.get(route);
        if (aggregator != null) {
            aggregator.forceCompletionOfGroup(group.key());
        }
    }

    /** Drops the groups of a flow that ends. */
    void discard(String route) {
        AggregateProcessor aggregator = aggregators.get(route);
        if (aggregator != null) {
            aggregator.forceDiscardingOfAllGroups();
        }
    }

    /** Drops one group. */
    void discard(String route, String key) {
        AggregateProcessor aggregator = aggregators.get(route);
        if (aggregator != null) {
            aggregator.forceDiscardingOfGroup(key);
        }
    }

    @Override
    public int forceCompletionOfGroup(String key) {
        return aggregators.values().stream()
                .mapToInt(aggregator -> aggregator.forceCompletionOfGroup(key))
                .sum();
    }

    @Override
    public int forceCompletionOfAllGroups() {
        return aggregators.values().stream()
                .mapToInt(AggregateProcessor::forceCompletionOfAllGroups)
                .sum();
    }

    @Override
    public int forceDiscardingOfGroup(String key) {
        return aggregators.values().stream()
                .mapToInt(aggregator -> aggregator.forceDiscardingOfGroup(key))
                .sum();
    }

    @Override
    public int forceDiscardingOfAllGroups() {
        return aggregators.values().stream()
                .mapToInt(AggregateProcessor::forceDiscardingOfAllGroups)
                .sum();
    }
}
