package org.restconnector.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** The jobs that flows have accepted, and the results of their records. */
public interface Jobs {

    /**
     * Stores a job with all its records, or nothing. The records' order within their lane (flow, tenant,
     * stream) is the order of commit. A record that is {@link NewRecord#duplicateOf} another of the job
     * is never sent; its result is that one's, and counts as existing.
     *
     * @return the stored job; the first one, if the idempotency key was used with the same body before
     * @throws BacklogException if the flow has {@code maxPending} records waiting already
     * @throws IdempotencyException if the key is in use for another body
     * @throws StoreException if the database cannot take it; nothing is stored then
     */
    Accepted accept(NewJob job);

    /** As {@link #accept(NewJob)}, as a part of that transaction; it can hold no real-time write. */
    Accepted accept(Transaction transaction, NewJob job);

    /**
     * As {@link #accept(Transaction, NewJob)}, while that run of a pull runs: its records of one stream are one
     * job, which grows with each call and is not completed before the run ends. A record may equal one of an
     * earlier call.
     *
     * @param job of one stream, without an idempotency key
     */
    Accepted append(Transaction transaction, NewJob job, String run);

    /**
     * @param repeated whether an earlier call with the same idempotency key stored it
     * @param batch the batch of a real-time write that was formed at once; empty if it waits in its lane
     */
    record Accepted(Job job, boolean repeated, Optional<Batches.Batch> batch) {}

    /**
     * A job to be stored.
     *
     * @param idempotencyKey unique by flow and tenant for 24 hours
     * @param bodyHash of the request's body, to tell a repeat from a misuse of the key
     * @param streams every stream that was named, in order, if only with no records
     * @param immediate a real-time write: its one record's batch, formed in the same transaction if its
     *     lane may send now (no pause, no Retry-After, not ordered or nothing before it); else it waits
     * @param maxPending records that may wait in the flow
     */
    record NewJob(
            String flow,
            String tenant,
            String env,
            Optional<String> name,
            Optional<String> idempotencyKey,
            String bodyHash,
            List<String> streams,
            List<NewRecord> records,
            Optional<Immediate> immediate,
            long maxPending) {
        public NewJob {
            Objects.requireNonNull(flow, "flow");
            Objects.requireNonNull(tenant, "tenant");
            streams = List.copyOf(streams);
            records = List.copyOf(records);
        }
    }

    /**
     * What a real-time write's request will be.
     *
     * @param key from {@link Batches#newKey}
     */
    record Immediate(boolean ordered, String key, byte[] body) {}

    /**
     * @param index its place in its stream's array, from 0
     * @param hash SHA-256 of the record as it came, {@code externalId} included, in hexadecimal digits
     * @param payload the record as it came, compact UTF-8 JSON
     * @param duplicateOf the place in {@link NewJob#records} of the equal record before it
     */
    record NewRecord(
            String stream,
            int index,
            String hash,
            Optional<String> externalId,
            byte[] payload,
            OptionalInt duplicateOf) {}

    /** {@code JOB_CREATED} until the first outbound try. */
    enum Status {
        JOB_CREATED,
        EXPORT_STARTED,
        JOB_COMPLETED,
        JOB_CANCELLED
    }

    /**
     * @param id what is shown; UUIDv7
     * @param streams counts by stream, in the order of the request
     */
    record Job(
            String id,
            String flow,
            String tenant,
            String env,
            String name,
            Status status,
            Instant createdAt,
            Instant updatedAt,
            Map<String, Counts> streams) {
        /** Records with a final result. */
        public long processed() {
            return streams.values().stream().mapToLong(Counts::done).sum();
        }

        public long accepted() {
            return streams.values().stream().mapToLong(Counts::accepted).sum();
        }

        /** As it was when it had been stored: what its sender was answered. */
        public Job asAccepted() {
            Map<String, Counts> none = new LinkedHashMap<>();
            streams.forEach((stream, counts) -> none.put(stream, new Counts(counts.accepted, 0, 0, 0, 0, 0)));
            Status first = accepted() == 0 ? Status.JOB_COMPLETED : Status.JOB_CREATED;
            return new Job(id, flow, tenant, env, name, first, createdAt, createdAt, none);
        }
    }

    /** A stream's records by result. Their sum is {@code accepted} minus those without a result, always. */
    record Counts(long accepted, long success, long fail, long existing, long updated, long cancelled) {
        static final Counts ZERO = new Counts(0, 0, 0, 0, 0, 0);

        long done() {
            return success + fail + existing + updated + cancelled;
        }

        Counts plus(Counts other) {
            return new Counts(
                    accepted + other.accepted,
                    success + other.success,
                    fail + other.fail,
                    existing + other.existing,
                    updated + other.updated,
                    cancelled + other.cancelled);
        }
    }

    /** What became of a record; named as the HTTP API names it. */
    enum RecordStatus {
        PENDING,
        SENDING,
        DELIVERED,
        FAILED,
        EXISTING,
        CANCELLED
    }

    /**
     * A record's row.
     *
     * @param targetId the id that the target gave
     * @param succeeded of a duplicate: whether the record it equals was delivered
     */
    record RecordRow(
            long seq,
            String stream,
            int index,
            String hash,
            RecordStatus status,
            int attempts,
            Optional<String> targetId,
            Optional<String> externalId,
            Optional<String> error,
            OptionalInt lastStatus,
            Optional<Instant> nextAttemptAt,
            boolean succeeded) {}

    Optional<Job> find(String flow, String tenant, String id);

    /** Newest first; {@code before}: only those older than that job. */
    List<Job> list(String flow, String tenant, int limit, Optional<String> before);

    /** As {@link #list(String, String, int, Optional)}, of all tenants. */
    List<Job> list(String flow, int limit, Optional<String> before);

    /** In the order they were accepted; {@code after}: only those behind that record's {@code seq}. */
    List<RecordRow> records(String jobId, Optional<RecordStatus> status, int limit, long after);

    /** Cancels what is not in a batch yet; the job's new state, empty if there is no such job. */
    Optional<Job> cancel(String flow, String tenant, String id);

    /** Asks for the job's failed records to be sent again; how many there are. */
    long retry(String flow, String tenant, String id);

    /** Records that wait in the flow, in lanes and in batches. */
    long pending(String flow);

    /** The flows in which records wait, also those that are not configured any longer. */
    List<String> waitingFlows();

    /** Too many records are waiting. */
    final class BacklogException extends RuntimeException {
        public BacklogException(String message) {
            super(message);
        }
    }

    /** An idempotency key was used with another body. */
    final class IdempotencyException extends RuntimeException {
        public IdempotencyException(String message) {
            super(message);
        }
    }
}
