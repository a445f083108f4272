package org.restconnector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Formed;
import org.restconnector.store.Batches.Member;
import org.restconnector.store.Batches.Result;
import org.restconnector.store.Batches.Waiting;
import org.restconnector.store.DeadLetters.DeadLetter;
import org.restconnector.store.DeadLetters.Filter;
import org.restconnector.store.Jobs.Accepted;
import org.restconnector.store.Jobs.Immediate;
import org.restconnector.store.Jobs.Job;
import org.restconnector.store.Jobs.NewJob;
import org.restconnector.store.Jobs.NewRecord;

/** Does to a flow of its own whatever may be done to one, as a seed says, and minds the keys of its records. */
final class RandomFlow {
    private static final byte[] BODY = {'[', ']'};

    private final String flow;
    private final boolean ordered;
    private final Random random;
    private final List<String> history = new ArrayList<>();
    private final List<Job> jobs = new ArrayList<>();
    private final List<Waiting> claimed = new ArrayList<>();
    private final List<Batch> open = new ArrayList<>();
    private final Map<Long, String> keys = new HashMap<>();
    private Store store;

    RandomFlow(int seed, Store store) {
        this.flow = "flow" + seed;
        this.ordered = seed % 3 == 0;
        this.random = new Random(seed);
        this.store = store;
    }

    List<String> history() {
        return history;
    }

    void useInstead(Store another) {
        store = another;
        claimed.clear();
        open.clear();
    }

    void step() {
        int what = random.nextInt(16);
        history.add(String.valueOf(what));
        switch (what) {
            case 0, 1, 2 -> accept();
            case 3, 4 -> claimed.addAll(store.batches().claim(flow, ordered, 1 + random.nextInt(6), Long.MAX_VALUE));
            case 5, 6 -> form(1 + random.nextInt(4));
            case 7, 8 -> takeOpen().ifPresent(this::finish);
            case 9 -> takeOpen().ifPresent(this::postpone);
            case 10 -> takeOpen().ifPresent(this::split);
            case 11 -> store.batches().due(flow, 3).forEach(this::opened);
            case 12 -> anyJob().ifPresent(job -> store.jobs().cancel(flow, job.tenant(), job.id()));
            case 13 -> anyJob().ifPresent(job -> store.jobs().retry(flow, job.tenant(), job.id()));
            case 14 -> replay();
            default -> release();
        }
    }

    /** Sends all that is left. */
    void drain() {
        release();
        open.forEach(batch -> store.batches().postpone(batch, Instant.EPOCH, true, OptionalInt.empty(), "x"));
        open.clear();
        boolean more = true;
        while (more) {
            claimed.addAll(store.batches().claim(flow, ordered, 10, Long.MAX_VALUE));
            takeReplays();
            store.batches().due(flow, 10).forEach(this::opened);
            more = !claimed.isEmpty() || !open.isEmpty();
            while (!claimed.isEmpty()) {
                form(10);
            }
            List.copyOf(open).forEach(this::finish);
            open.clear();
        }
        assertThat(store.jobs().pending(flow)).isZero();
        for (Job job : jobs) {
            Job found = store.jobs().find(flow, job.tenant(), job.id()).orElseThrow();
            assertThat(found.processed()).isEqualTo(found.accepted());
            assertThat(found.status()).isIn(Jobs.Status.JOB_COMPLETED, Jobs.Status.JOB_CANCELLED);
        }
    }

    private void accept() {
        String tenant = "t" + random.nextInt(2);
        boolean single = random.nextInt(4) == 0;
        List<NewRecord> records = new ArrayList<>();
        for (int i = 0; i < (single ? 1 : random.nextInt(7)); i++) {
            String stream = "s" + random.nextInt(2);
            int original = i == 0 ? 0 : random.nextInt(i);
            boolean duplicate = i > 0
                    && random.nextInt(4) == 0
                    && records.get(original).duplicateOf().isEmpty();
            records.add(
                    duplicate
                            ? FlowFixture.duplicate(records.get(original).stream(), i, original)
                            : FlowFixture.record(stream, i));
        }
        Accepted accepted = store.jobs()
                .accept(new NewJob(
                        flow,
                        tenant,
                        "dev",
                        Optional.empty(),
                        Optional.empty(),
                        "h",
                        List.of("s1"),
                        records,
                        single
                                ? Optional.of(
                                        new Immediate(ordered, store.batches().newKey(), BODY))
                                : Optional.empty(),
                        1000));
        jobs.add(accepted.job());
        accepted.batch().ifPresent(this::opened);
    }

    /** Of one lane, in the order claimed. */
    private void form(int most) {
        if (claimed.isEmpty()) {
            return;
        }
        long lane = claimed.get(random.nextInt(claimed.size())).lane().id();
        List<Waiting> records = claimed.stream()
                .filter(record -> record.lane().id() == lane)
                .limit(most)
                .toList();
        claimed.removeAll(records);
        Formed formed = store.batches().form(records, BODY, ordered);
        if (!formed.remaining().isEmpty()) {
            formed = store.batches().form(formed.remaining(), BODY, ordered);
            assertThat(formed.remaining()).isEmpty();
        }
        formed.batch().ifPresent(this::opened);
    }

    private void opened(Batch batch) {
        if (ordered) {
            assertThat(open).noneMatch(other -> other.lane().equals(batch.lane()));
        }
        for (Member member : batch.members()) {
            assertThat(keys.putIfAbsent(member.seq(), batch.key())).isIn(null, batch.key());
        }
        open.add(batch);
    }

    private Optional<Batch> takeOpen() {
        return open.isEmpty() ? Optional.empty() : Optional.of(open.remove(random.nextInt(open.size())));
    }

    private void finish(Batch batch) {
        List<Result> results = new ArrayList<>();
        for (Member member : batch.members()) {
            switch (random.nextInt(4)) {
                case 0 -> results.add(FlowFixture.delivered());
                case 1 -> results.add(FlowFixture.updated());
                case 2 -> results.add(FlowFixture.existing());
                default -> {
                    results.add(FlowFixture.failed("no"));
                    keys.remove(member.seq());
                }
            }
        }
        store.batches().finish(batch, results, OptionalInt.of(200));
    }

    private void postpone(Batch batch) {
        store.batches().postpone(batch, Instant.EPOCH, random.nextBoolean(), OptionalInt.of(503), "later");
    }

    private void split(Batch batch) {
        if (batch.members().size() < 2) {
            finish(batch);
            return;
        }
        batch.members().forEach(member -> keys.remove(member.seq()));
        int first = 1 + random.nextInt(batch.members().size() - 1);
        store.batches()
                .split(batch, first, FlowFixture.half("[1]"), FlowFixture.half("[2]"))
                .forEach(this::opened);
    }

    private void replay() {
        List<DeadLetter> letters = store.deadLetters()
                .list(
                        new Filter(
                                Optional.of(flow),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        2);
        List<String> ids = letters.stream().map(DeadLetter::id).toList();
        if (random.nextInt(3) == 0) {
            store.deadLetters().discard(ids);
        } else {
            store.deadLetters().replay(ids);
        }
        takeReplays();
    }

    private void takeReplays() {
        claimed.addAll(0, store.batches().replays(flow, 5));
    }

    private void release() {
        store.batches().release(claimed);
        claimed.clear();
    }

    private Optional<Job> anyJob() {
        return jobs.isEmpty() ? Optional.empty() : Optional.of(jobs.get(random.nextInt(jobs.size())));
    }
}
