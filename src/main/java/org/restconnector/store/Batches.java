package org.restconnector.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a flow sends. A lane is the records of one flow, tenant and stream in the order accepted; an
 * instance that owns a lane reads them in that order and forms batches, whose members, key and bytes
 * are stored before their first try.
 */
public interface Batches {

    /**
     * What is paused, held back and counted as one: a flow, or one tenant of it.
     *
     * @param tenant empty: the flow as a whole
     */
    record Scope(String flow, String tenant) {
        public Scope {
            Objects.requireNonNull(flow, "flow");
            Objects.requireNonNull(tenant, "tenant");
        }

        public static Scope of(String flow) {
            return new Scope(flow, "");
        }
    }

    /**
     * Which of a flow's tenants are served.
     *
     * @param apart whether a tenant that is paused or held back by itself is passed over
     * @param away further ones that are
     * @param only the one that is served, if not all
     */
    record Tenants(boolean apart, Set<String> away, Optional<String> only) {
        /** Those of a flow that sends all alike. */
        public static final Tenants TOGETHER = new Tenants(false, Set.of(), Optional.empty());

        public Tenants {
            away = Set.copyOf(away);
            Objects.requireNonNull(only, "only");
        }

        public static Tenants apart(Set<String> away) {
            return new Tenants(true, away, Optional.empty());
        }

        /** One alone, paused or not. */
        public static Tenants only(String tenant) {
            return new Tenants(false, Set.of(), Optional.of(tenant));
        }

        boolean includes(String tenant) {
            return !away.contains(tenant) && only.map(tenant::equals).orElse(true);
        }
    }

    /** @param id of the lane's row */
    record Lane(long id, String flow, String tenant, String stream) {}

    /**
     * A record in a lane that is in no batch yet.
     *
     * @param payload as it came
     */
    record Waiting(
            Lane lane,
            long seq,
            String jobId,
            int index,
            Optional<String> externalId,
            byte[] payload,
            Instant acceptedAt) {}

    /**
     * A request to be sent, the same bytes under the same key for every try.
     *
     * @param key its Idempotency-Key; UUIDv7
     * @param attempts tries that failed so far
     * @param ordered whether nothing else of the lane may be sent before it has its result
     */
    record Batch(long id, String key, Lane lane, List<Member> members, byte[] body, int attempts, boolean ordered) {
        public Batch {
            members = List.copyOf(members);
            Objects.requireNonNull(body, "body");
        }
    }

    /** A record of a batch, in the order sent. */
    record Member(long seq, String jobId, int index, Optional<String> externalId) {}

    /**
     * Takes the lane of the flow that was served longest ago and may send, and reads its next records in
     * order, behind those it gave before. A flow that is paused or held back, and a lane of an ordered flow
     * with an open batch, may not send. What was given is remembered in memory until it is in a batch or
     * {@link #release}d: a crash frees it.
     */
    List<Waiting> claim(String flow, Tenants tenants, boolean ordered, int maxRecords, long maxBytes);

    /** Of all tenants. */
    default List<Waiting> claim(String flow, boolean ordered, int maxRecords, long maxBytes) {
        return claim(flow, Tenants.TOGETHER, ordered, maxRecords, maxBytes);
    }

    /** Gives claimed records back, to be claimed again, and with them those of the lane that came behind them. */
    void release(List<Waiting> records);

    /** A key for a batch, for those whose bodies say it. */
    String newKey();

    /**
     * A batch that is to be stored.
     *
     * @param key from {@link #newKey}
     * @param records claimed ones of one lane
     */
    record Draft(String key, List<Waiting> records, byte[] body) {
        public Draft {
            Objects.requireNonNull(key, "key");
            records = List.copyOf(records);
            Objects.requireNonNull(body, "body");
        }
    }

    /**
     * Forms batches, in this order, with one commit for all. Of one whose records were cancelled or put into
     * another batch meanwhile nothing is stored, as {@code body} does not fit any longer: what remains of
     * them is returned to be rendered anew. An ordered batch whose lane has an open one is stored too, but
     * not returned: {@link #due} gives it when it is its turn.
     *
     * @return what came of each
     * @throws IllegalStateException if one is ordered, and others of its lane come before its records
     */
    List<Formed> form(List<Draft> drafts, boolean ordered);

    /** Forms one batch, with a key of its own. */
    default Formed form(List<Waiting> records, byte[] body, boolean ordered) {
        return form(List.of(new Draft(newKey(), records, body)), ordered).get(0);
    }

    /** Either the batch to be sent now, or what is left of its records; neither if there is nothing to do. */
    record Formed(Optional<Batch> batch, List<Waiting> remaining) {}

    /**
     * Batches whose next try is due, also in a flow that is paused or held back, oldest first, claimed by
     * this instance until {@link #finish}, {@link #split} or {@link #postpone}. Those of dead instances are
     * among them, within seconds of the first call after the death; so are those whose form, finish, split
     * or postpone failed with a {@link StoreException}.
     */
    List<Batch> due(String flow, Tenants tenants, int limit);

    /** Of all tenants. */
    default List<Batch> due(String flow, int limit) {
        return due(flow, Tenants.TOGETHER, limit);
    }

    /** When the next batch of the flow is due, of those that nobody has claimed; empty if none waits. */
    Optional<Instant> nextDue(String flow, Tenants tenants);

    /** Of all tenants. */
    default Optional<Instant> nextDue(String flow) {
        return nextDue(flow, Tenants.TOGETHER);
    }

    /**
     * A try failed and another follows. A try that {@code counts} not (401, a pause) is no attempt; so a
     * batch is given back that was not sent at all.
     *
     * @param error empty: what was known of earlier tries is kept
     * @throws LockLostException as {@link #finish}
     */
    void postpone(Batch batch, Instant next, boolean counts, OptionalInt status, String error);

    /**
     * The records' results, their jobs' counters, their lane's and the flow's, and dead letters of those
     * that failed, in one transaction.
     *
     * @param asked whose requests in a row are counted
     * @return the dead letters, in the order sent
     * @throws LockLostException if the batch has its result already, or another instance has taken it over
     */
    List<DeadLetters.DeadLetter> finish(Batch batch, List<Result> results, OptionalInt status, Scope asked);

    /** Of a flow that sends all tenants' alike. */
    default List<DeadLetters.DeadLetter> finish(Batch batch, List<Result> results, OptionalInt status) {
        return finish(batch, results, status, Scope.of(batch.lane().flow()));
    }

    /**
     * The results of claimed records that are not to be sent: as of a batch of each alone, in one
     * transaction. One that was cancelled meanwhile keeps that result.
     *
     * @return the dead letters of those that failed
     */
    List<DeadLetters.DeadLetter> settle(List<Settled> settled);

    /** A claimed record that has its result before it was sent. */
    record Settled(Waiting record, Result result) {}

    /**
     * Has the listener told of each job whose last result this process stores, after the commit; a job that a run
     * completes by its end is not told. A crash in between leaves it untold.
     */
    void whenCompleted(Consumer<Jobs.Job> listener);

    /**
     * What became of a member, in the members' order.
     *
     * @param updated whether a success counts as an update (PUT, PATCH)
     * @param error the target's words, masked, 4,096 characters at most; empty unless it failed
     */
    record Result(Outcome outcome, Optional<String> targetId, boolean updated, String error) {}

    enum Outcome {
        DELIVERED,
        EXISTING,
        FAILED
    }

    /** Half of a batch, under a key from {@link #newKey}. */
    record Half(String key, byte[] body) {}

    /**
     * Replaces a refused batch by its halves; it is never sent again.
     *
     * @param firstSize how many of its records are in the first half
     * @return those that may be sent now: both, in their order, or of an ordered batch the first
     * @throws LockLostException as {@link #finish}
     */
    List<Batch> split(Batch batch, int firstSize, Half first, Half second);

    /** The members' payloads as they came, in the members' order: to render halves, or to replay. */
    List<byte[]> payloads(Batch batch);

    /** Asked-for retries and replays of the flow, claimed: failed records that are to be sent again. */
    List<Waiting> replays(String flow, int limit);

    /** What the flow is about to send, or to send again. */
    Queue queue(String flow);

    /**
     * @param sending records in requests that are on their way
     * @param retrying requests that were refused for now and wait for another try; {@link #MANY} if there are more
     * @param next what the first of them waits for
     */
    record Queue(long sending, long retrying, Optional<Retry> next) {
        /** Beyond it, nobody counts. */
        public static final long MANY = 1001;
    }

    /** @param error the target's words, masked */
    record Retry(Instant at, int attempts, OptionalInt lastStatus, Optional<String> error) {}

    /** The flow's or tenant's state, shared by instances. */
    FlowState state(Scope scope);

    default FlowState state(String flow) {
        return state(Scope.of(flow));
    }

    /** Stops sending. */
    void pause(Scope scope, String reason);

    default void pause(String flow, String reason) {
        pause(Scope.of(flow), reason);
    }

    /** Goes on; a flow as a whole with all its tenants. */
    void resume(Scope scope);

    default void resume(String flow) {
        resume(Scope.of(flow));
    }

    /**
     * Whether the time has come for a request that tries whether the pause can end; it counts from then on,
     * for all instances and over restarts.
     *
     * @param reason the pause's; what is paused for another one is not tried
     * @param every the least time since the pause or the last such request
     */
    boolean takeProbe(Scope scope, String reason, Duration every);

    /** Tenants of which {@link #takeProbe} may say yes, those that wait longest first. */
    List<String> toProbe(String flow, String reason, Duration every, int limit);

    /** How many tenants are paused by themselves. */
    long pausedTenants(String flow);

    /** The tenants that are paused by themselves, by the reason. */
    List<TenantPauses> tenantPauses(String flow);

    /**
     * Tenants that are paused for one reason.
     *
     * @param last the one that was paused last
     * @param since when that was
     */
    record TenantPauses(String reason, long tenants, String last, Instant since) {}

    /** Nothing is sent before that time: a target's Retry-After. */
    void holdBack(Scope scope, Instant until);

    default void holdBack(String flow, Instant until) {
        holdBack(Scope.of(flow), until);
    }

    /**
     * @param probedAt when {@link #takeProbe} last said yes in this pause
     * @param refusedInARow requests refused for good since the last success
     */
    record FlowState(
            Optional<String> pausedReason,
            Optional<Instant> pausedAt,
            Optional<Instant> probedAt,
            Optional<Instant> notBefore,
            int refusedInARow) {}

    /** Gives all records back that this process claimed and has not put into a batch: before a reload, or at the end. */
    void releaseAll();
}
