package org.restconnector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Lane;
import org.restconnector.store.Batches.Result;
import org.restconnector.store.Batches.Waiting;
import org.restconnector.store.Jobs.Accepted;
import org.restconnector.store.Jobs.Immediate;
import org.restconnector.store.Jobs.Job;
import org.restconnector.store.Jobs.NewJob;
import org.restconnector.store.Jobs.NewRecord;
import org.restconnector.store.Jobs.RecordRow;
import org.restconnector.store.Jobs.RecordStatus;

/**
 * An ordered flow of its own, driven as a seed says, and its target: which of a tenant's and stream's records have
 * their result, and whether a request holds one before its turn.
 */
final class OrderedFlow {
    private static final byte[] BODY = {'[', ']'};

    /** A record by its job and its place there. */
    private record Key(String job, int index) {}

    private final String flow;
    private final Random random;
    private final List<String> history = new ArrayList<>();
    private final List<Job> jobs = new ArrayList<>();
    private final Map<String, List<Key>> accepted = new HashMap<>();
    private final Set<Key> done = new HashSet<>();
    private final List<Batch> inFlight = new ArrayList<>();
    private Store store;

    OrderedFlow(int seed, Store store) {
        this.flow = "ordered" + seed;
        this.random = new Random(seed);
        this.store = store;
    }

    @Override
    public String toString() {
        return flow;
    }

    List<String> history() {
        return history;
    }

    /** The process has died, its requests with it; another one goes on. */
    void crash(Store next) {
        history.add("crash");
        store = next;
        inFlight.clear();
    }

    void step() {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> accept();
            case 3, 4, 5 -> claim(1 + random.nextInt(4));
            case 6, 7 -> due();
            case 8 -> cancel();
            default -> answer();
        }
    }

    /** Lets all be delivered. */
    void drain() {
        while (store.jobs().pending(flow) > 0) {
            int before = history.size();
            claim(10);
            due();
            while (!inFlight.isEmpty()) {
                finish(inFlight.remove(random.nextInt(inFlight.size())));
            }
            assertThat(history.size())
                    .as("something is left, and nothing moves")
                    .isGreaterThan(before);
        }
        accepted.values().forEach(lane -> assertThat(done).containsAll(lane));
    }

    private void accept() {
        String tenant = "t" + random.nextInt(2);
        boolean atOnce = random.nextInt(4) == 0;
        List<NewRecord> records = IntStream.rangeClosed(0, atOnce ? 0 : random.nextInt(6))
                .mapToObj(i -> FlowFixture.record("s" + random.nextInt(2), i))
                .toList();
        Accepted stored = store.jobs()
                .accept(new NewJob(
                        flow,
                        tenant,
                        "dev",
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        records.stream().map(NewRecord::stream).distinct().toList(),
                        records,
                        atOnce ? Optional.of(new Immediate(true, store.batches().newKey(), BODY)) : Optional.empty(),
                        1_000_000));
        history.add("accept " + records.size());
        jobs.add(stored.job());
        records.forEach(record -> accepted.computeIfAbsent(tenant + "/" + record.stream(), lane -> new ArrayList<>())
                .add(new Key(stored.job().id(), record.index())));
        stored.batch().ifPresent(this::arrives);
    }

    private void claim(int most) {
        List<Waiting> records = store.batches().claim(flow, true, most, Long.MAX_VALUE);
        while (!records.isEmpty()) {
            history.add("form " + records.size());
            Batches.Formed formed = store.batches().form(records, BODY, true);
            formed.batch().ifPresent(this::arrives);
            records = formed.remaining();
        }
    }

    private void due() {
        store.batches().due(flow, 1 + random.nextInt(3)).forEach(this::arrives);
    }

    private void cancel() {
        if (jobs.isEmpty()) {
            return;
        }
        Job job = jobs.get(random.nextInt(jobs.size()));
        history.add("cancel");
        store.jobs().cancel(flow, job.tenant(), job.id());
        for (RecordRow row : store.jobs().records(job.id(), Optional.of(RecordStatus.CANCELLED), 1000, 0)) {
            done.add(new Key(job.id(), row.index()));
        }
    }

    /** The target gets a request: these have to be its lane's next records, and nothing of the lane on its way. */
    private void arrives(Batch batch) {
        history.add("arrives " + batch.members().size());
        List<Key> members = keys(batch);
        List<Key> next = accepted.get(place(batch.lane())).stream()
                .filter(key -> !done.contains(key))
                .limit(members.size())
                .toList();
        assertThat(members).as("what %s may get now", batch.lane()).isEqualTo(next);
        assertThat(inFlight).noneMatch(other -> other.lane().equals(batch.lane()));
        inFlight.add(batch);
    }

    private void answer() {
        if (inFlight.isEmpty()) {
            return;
        }
        Batch batch = inFlight.remove(random.nextInt(inFlight.size()));
        int how = random.nextInt(5);
        if (how == 0) {
            history.add("later");
            store.batches().postpone(batch, Instant.EPOCH, true, OptionalInt.of(503), "later");
        } else if (how == 1 && batch.members().size() > 1) {
            history.add("split");
            int first = 1 + random.nextInt(batch.members().size() - 1);
            store.batches().split(batch, first, half(), half()).forEach(this::arrives);
        } else {
            finish(batch);
        }
    }

    private Batches.Half half() {
        return new Batches.Half(store.batches().newKey(), BODY);
    }

    private void finish(Batch batch) {
        history.add("finish " + batch.members().size());
        List<Result> results = batch.members().stream()
                .map(member -> random.nextInt(4) == 0 ? FlowFixture.failed("no") : FlowFixture.delivered())
                .toList();
        store.batches().finish(batch, results, OptionalInt.of(200));
        done.addAll(keys(batch));
    }

    private static List<Key> keys(Batch batch) {
        return batch.members().stream()
                .map(member -> new Key(member.jobId(), member.index()))
                .toList();
    }

    private static String place(Lane lane) {
        return lane.tenant() + "/" + lane.stream();
    }
}
