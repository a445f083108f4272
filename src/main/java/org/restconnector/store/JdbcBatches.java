package org.restconnector.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Lanes, batches and replays in their tables; what was read and is in no batch yet is known in memory alone. */
final class JdbcBatches implements Batches {
    private final Database database;
    private final Instance instance;
    private final HeldBatches held;
    private final LaneClaims claims;
    private final DueBatches due;
    private final ReplayClaims replayClaims;
    private final BatchForming forming;
    private final BatchResults results;
    private final BatchSplit split;
    private final BatchRows batches;
    private final RecordRows records;
    private final Throughput throughput;
    private final FlowRows flows = new FlowRows();
    private volatile Consumer<Jobs.Job> completions = job -> {};

    JdbcBatches(
            Database database,
            Instance instance,
            HeldBatches held,
            JdbcDeadLetters deadLetters,
            Throughput throughput) {
        Dialect dialect = database.dialect();
        this.database = database;
        this.instance = instance;
        this.held = held;
        this.throughput = throughput;
        this.claims = new LaneClaims(database, instance);
        this.due = new DueBatches(database, instance, held);
        this.replayClaims = new ReplayClaims(database, instance);
        this.forming = new BatchForming(dialect, instance);
        this.results = new BatchResults(dialect, instance, deadLetters);
        this.split = new BatchSplit(dialect, instance);
        this.batches = new BatchRows(dialect);
        this.records = new RecordRows(dialect);
    }

    @Override
    public List<Waiting> claim(String flow, Tenants tenants, boolean ordered, int maxRecords, long maxBytes) {
        return claims.claim(flow, tenants, ordered, maxRecords, maxBytes);
    }

    @Override
    public void release(List<Waiting> given) {
        claims.release(replayClaims.release(given));
    }

    @Override
    public String newKey() {
        return held.newKey();
    }

    @Override
    public List<Formed> form(List<Draft> drafts, boolean ordered) {
        drafts.forEach(JdbcBatches::check);
        if (drafts.isEmpty()) {
            return List.of();
        }
        boolean again = drafts.stream().anyMatch(draft -> replayClaims.holdsAny(draft.records()));
        List<Formed> formed = held.during(
                drafts.stream().map(Draft::key).toList(),
                () -> database.write(transaction -> forming.form(transaction, drafts, ordered, again)));
        for (int i = 0; i < drafts.size(); i++) {
            if (formed.get(i).batch().isEmpty()) {
                held.remove(drafts.get(i).key());
            }
            if (formed.get(i).remaining().isEmpty()) {
                replayClaims.forget(drafts.get(i).records());
            }
        }
        return formed;
    }

    private static void check(Draft draft) {
        List<Waiting> records = draft.records();
        if (records.isEmpty()) {
            throw new IllegalArgumentException("a batch must have a record, this one has none");
        }
        if (records.stream()
                .anyMatch(record -> record.lane().id() != records.get(0).lane().id())) {
            throw new IllegalArgumentException("the records of a batch must be of one lane, these are of several");
        }
    }

    @Override
    public List<Batch> due(String flow, Tenants tenants, int limit) {
        return due.take(flow, tenants, limit);
    }

    @Override
    public Optional<Instant> nextDue(String flow, Tenants tenants) {
        return database.read(transaction -> batches.nextDue(transaction, flow, tenants));
    }

    @Override
    public void postpone(Batch batch, Instant next, boolean counts, OptionalInt status, String error) {
        ending(batch, transaction -> {
            if (!batches.postpone(transaction, batch, instance.epoch(), next, counts, status, error)) {
                throw BatchResults.lost(batch);
            }
            return null;
        });
    }

    @Override
    public List<DeadLetters.DeadLetter> finish(Batch batch, List<Result> outcomes, OptionalInt status, Scope asked) {
        if (outcomes.size() != batch.members().size()) {
            throw new IllegalArgumentException("batch " + batch.key() + " has "
                    + batch.members().size() + " records and " + outcomes.size() + " results");
        }
        BatchResults.Ended ended =
                ending(batch, transaction -> results.finish(transaction, batch, outcomes, status, asked));
        throughput.add("flow", batch.lane().flow(), outcomes.size());
        ended.completed().forEach(completions);
        return ended.letters();
    }

    @Override
    public List<DeadLetters.DeadLetter> settle(List<Settled> settled) {
        List<Waiting> given = settled.stream().map(Settled::record).toList();
        List<Draft> drafts = given.stream()
                .map(record -> new Draft(newKey(), List.of(record), new byte[0]))
                .toList();
        boolean again = replayClaims.holdsAny(given);
        List<BatchResults.Ended> ended = database.write(transaction -> {
            // not as ordered ones: they are sent neither before nor behind others
            List<Formed> formed = forming.form(transaction, drafts, false, again);
            List<BatchResults.Ended> all = new ArrayList<>();
            for (int i = 0; i < formed.size(); i++) {
                Result result = settled.get(i).result();
                formed.get(i).batch().ifPresent(batch -> all.add(results.settle(transaction, batch, List.of(result))));
            }
            return all;
        });
        replayClaims.forget(given);
        ended.stream().flatMap(one -> one.completed().stream()).forEach(completions);
        return ended.stream().flatMap(one -> one.letters().stream()).toList();
    }

    @Override
    public void whenCompleted(Consumer<Jobs.Job> listener) {
        completions = listener;
    }

    @Override
    public List<Batch> split(Batch batch, int firstSize, Half first, Half second) {
        if (firstSize < 1 || firstSize >= batch.members().size()) {
            throw new IllegalArgumentException("batch " + batch.key() + " of "
                    + batch.members().size() + " records cannot be split at " + firstSize);
        }
        return held.during(
                List.of(first.key(), second.key()),
                () -> ending(batch, transaction -> split.split(transaction, batch, firstSize, first, second)));
    }

    /** Whatever comes of it, the batch is in nobody's hands any longer. */
    private <T> T ending(Batch batch, Store.Work<T> work) {
        try {
            return database.write(work);
        } finally {
            held.remove(batch.key());
        }
    }

    @Override
    public List<byte[]> payloads(Batch batch) {
        Map<Long, byte[]> found = database.read(transaction -> records.payloads(
                transaction, batch.members().stream().map(Member::seq).toList()));
        return batch.members().stream().map(member -> found.get(member.seq())).toList();
    }

    @Override
    public List<Waiting> replays(String flow, int limit) {
        return replayClaims.take(flow, limit);
    }

    @Override
    public Queue queue(String flow) {
        return database.read(transaction -> batches.queue(transaction, flow));
    }

    @Override
    public FlowState state(Scope scope) {
        return database.read(transaction -> flows.state(transaction, scope));
    }

    @Override
    public void pause(Scope scope, String reason) {
        database.write(transaction -> {
            flows.pause(transaction, scope, reason);
            return null;
        });
    }

    @Override
    public void resume(Scope scope) {
        database.write(transaction -> {
            flows.resume(transaction, scope);
            return null;
        });
    }

    @Override
    public boolean takeProbe(Scope scope, String reason, Duration every) {
        return database.write(transaction -> flows.probe(transaction, scope, reason, every));
    }

    @Override
    public void holdBack(Scope scope, Instant until) {
        database.write(transaction -> {
            flows.holdBack(transaction, scope, until);
            return null;
        });
    }

    @Override
    public List<String> toProbe(String flow, String reason, Duration every, int limit) {
        return database.read(transaction -> flows.toProbe(transaction, flow, reason, every, limit));
    }

    @Override
    public long pausedTenants(String flow) {
        return database.read(transaction -> flows.pausedTenants(transaction, flow));
    }

    @Override
    public List<TenantPauses> tenantPauses(String flow) {
        return database.read(transaction -> flows.tenantPauses(transaction, flow));
    }

    @Override
    public void releaseAll() {
        claims.releaseAll();
        replayClaims.releaseAll();
    }
}
