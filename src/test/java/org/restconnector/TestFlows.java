package org.restconnector;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.restconnector.push.FlowDirectory;
import org.restconnector.push.JobWaits;
import org.restconnector.store.Batches;
import org.restconnector.store.Jobs;
import org.restconnector.store.Store;

/** Flows whose target is a function: it gives a batch's result, or nothing as a target that never answers. */
final class TestFlows implements FlowDirectory, AutoCloseable {
    final List<String> names;
    final Set<String> streams;
    final ConcurrentLinkedQueue<Batches.Batch> sent = new ConcurrentLinkedQueue<>();
    volatile Function<Batches.Batch, Optional<Batches.Result>> target = batch -> Optional.empty();
    /** What asking for a flow throws, if anything. */
    volatile Optional<RuntimeException> fault = Optional.empty();

    private final ExecutorService pool = Executors.newCachedThreadPool();
    private volatile Store store;
    private volatile JobWaits waits;

    TestFlows(List<String> names, Set<String> streams) {
        this.names = names;
        this.streams = streams;
    }

    void use(Store store, JobWaits waits) {
        this.store = store;
        this.waits = waits;
    }

    static Batches.Result delivered(String id) {
        return new Batches.Result(Batches.Outcome.DELIVERED, Optional.of(id), false, "");
    }

    static Batches.Result failed(String error) {
        return new Batches.Result(Batches.Outcome.FAILED, Optional.empty(), false, error);
    }

    /** Sends all that waits in the flow, a record a batch. */
    void drain(String flow) {
        while (true) {
            List<Batches.Waiting> waiting = store.batches().claim(flow, false, 1, 1 << 20);
            if (waiting.isEmpty()) {
                return;
            }
            Batches.Batch batch = store.batches()
                    .form(waiting, waiting.get(0).payload(), false)
                    .batch()
                    .orElseThrow();
            deliver(batch);
        }
    }

    private void deliver(Batches.Batch batch) {
        sent.add(batch);
        target.apply(batch).ifPresent(result -> {
            store.batches().finish(batch, List.of(result), OptionalInt.of(200));
            waits.changed(batch.members().get(0).jobId());
        });
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public Optional<Flow> find(String name) {
        fault.ifPresent(thrown -> {
            throw thrown;
        });
        return names.contains(name) ? Optional.of(new TestFlow(name)) : Optional.empty();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    private final class TestFlow implements Flow {
        private final String name;

        private TestFlow(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean accepts(String stream) {
            return streams.isEmpty() || streams.contains(stream);
        }

        @Override
        public boolean knows(String tenant) {
            return !tenant.equals("stranger");
        }

        @Override
        public String externalIdField() {
            return "externalId";
        }

        @Override
        public Optional<Jobs.Immediate> immediate(String tenant, String stream, byte[] record) {
            return Optional.of(new Jobs.Immediate(false, store.batches().newKey(), record));
        }

        @Override
        public void sendNext(Batches.Batch batch) {
            pool.execute(() -> deliver(batch));
        }

        @Override
        public void wake() {
            // a test drains by itself
        }
    }
}
