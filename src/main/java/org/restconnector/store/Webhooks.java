package org.restconnector.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The webhooks of flows that are still to be called: stored in the transaction in which a job reaches the status,
 * so that none is lost.
 */
public interface Webhooks {
    /** What a webhook tells of: a job's status, or {@code JOB_FAILURES}, completed with failures. */
    enum Event {
        JOB_CREATED,
        EXPORT_STARTED,
        JOB_COMPLETED,
        JOB_CANCELLED,
        JOB_FAILURES;

        /** What the job object says then. */
        public Jobs.Status status() {
            return this == JOB_FAILURES ? Jobs.Status.JOB_COMPLETED : Jobs.Status.valueOf(name());
        }
    }

    /**
     * A call to make.
     *
     * @param body what was sent before; empty before the first try
     * @param attempts tries that failed so far
     */
    record Call(long id, String flow, String tenant, String job, Event event, Optional<byte[]> body, int attempts) {
        public Call {
            Objects.requireNonNull(event, "event");
            Objects.requireNonNull(body, "body");
        }

        /** The {@code webhook-id}, the same for every try. */
        public String key() {
            return job + "-" + id;
        }
    }

    /**
     * From now on the flow's jobs are told of at these events, whoever works on them; none: what waits is dropped.
     * What a process that died was about to call is due again.
     */
    void listen(String flow, Set<Event> events);

    /** Calls whose time has come, oldest first; nobody else gets them for that long. */
    List<Call> due(String flow, int limit, Duration claimedFor);

    /** Keeps what is sent, so that every try sends the same bytes. */
    void render(Call call, byte[] body);

    /** It was taken, or is given up. */
    void done(Call call);

    /** A try failed, and another follows. */
    void again(Call call, Instant next);

    /** It was not tried: it is due at once, for whoever asks next. */
    void giveBack(Call call);
}
