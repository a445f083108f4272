package org.restconnector.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand ordered flows, whose targets never see a record before an earlier one has its result. */
class OrderTest {
    private static final int FLOWS = 1000;
    private static final int AT_ONCE = 50;
    private static final int STEPS = 15;

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    @Test
    void noTargetSeesARecordBeforeAnEarlierOneHasItsResult() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int first = 0; first < FLOWS; first += AT_ONCE) {
                List<OrderedFlow> flows;
                try (Store store = open()) {
                    flows = IntStream.range(first, first + AT_ONCE)
                            .mapToObj(seed -> new OrderedFlow(seed, store))
                            .toList();
                    each(threads, flows, OrderTest::steps);
                }
                try (Store store = open()) {
                    flows.forEach(flow -> flow.crash(store));
                    each(threads, flows, flow -> {
                        steps(flow);
                        flow.drain();
                    });
                }
            }
        } finally {
            threads.shutdownNow();
        }
        FlowLedger.assertThatAllAddsUp(directory);
    }

    private Store open() {
        return Stores.open(StoreSettings.embedded(directory), Clock.systemUTC(), point -> {});
    }

    private static void steps(OrderedFlow flow) {
        for (int step = 0; step < STEPS; step++) {
            flow.step();
        }
    }

    private static void each(ExecutorService threads, List<OrderedFlow> flows, Consumer<OrderedFlow> work)
            throws Exception {
        List<Future<?>> all = flows.stream()
                .<Future<?>>map(flow -> threads.submit(() -> work.accept(flow)))
                .toList();
        for (int i = 0; i < all.size(); i++) {
            try {
                all.get(i).get();
            } catch (ExecutionException e) {
                throw new AssertionError(flows.get(i) + ": " + flows.get(i).history(), e.getCause());
            }
        }
    }
}
