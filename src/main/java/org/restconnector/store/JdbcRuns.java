package org.restconnector.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.restconnector.store.PullLocks.Lock;
import org.restconnector.store.Run.Counters;
import org.restconnector.store.Run.Status;

/** Runs and their locks. A lock belongs to the epoch of an instance, which every write of the run names. */
final class JdbcRuns implements Runs {
    private final Database database;
    private final Instance instance;
    private final UuidV7 ids;
    private final RunRows runs = new RunRows();
    private final PullLocks locks;
    private final JobRows jobs;
    /** The last run that this process began of each pull, until it is abandoned. */
    private final ConcurrentMap<String, Lock> begun = new ConcurrentHashMap<>();

    JdbcRuns(Database database, Instance instance, UuidV7 ids) {
        this.database = database;
        this.instance = instance;
        this.ids = ids;
        this.locks = new PullLocks(database.dialect());
        this.jobs = new JobRows(database.dialect());
    }

    @Override
    public Run begin(String pull) {
        Attempt attempt = new Attempt(pull);
        try {
            return database.write(attempt::run);
        } catch (RuntimeException | Error e) {
            attempt.undo();
            throw e;
        }
    }

    @Override
    public void progress(Transaction transaction, Run run) {
        if (!locks.touch(transaction, run.pull(), epoch(run), run.id())) {
            throw lost(run);
        }
        runs.update(transaction, run, Optional.empty());
    }

    @Override
    public void finish(Transaction transaction, Run run) {
        if (!locks.delete(transaction, run.pull(), epoch(run), run.id())) {
            throw lost(run);
        }
        Instant endedAt = run.endedAt().orElse(Instant.ofEpochMilli(transaction.nowMillis()));
        runs.update(transaction, run, Optional.of(endedAt));
        jobs.runEnded(transaction, run.id());
    }

    /** Ends the jobs of runs whose process is dead: their pull may be gone for good, and nobody takes them over. */
    void endJobsOfTheDead() {
        if (database.read(jobs::growingBy).isEmpty()) {
            return;
        }
        database.write(transaction -> {
            for (String run : jobs.growingBy(transaction)) {
                boolean alive = locks.holder(transaction, run)
                        .flatMap(epoch -> instance.findAlive(transaction, epoch))
                        .isPresent();
                if (!alive) {
                    jobs.runEnded(transaction, run);
                }
            }
            return null;
        });
    }

    @Override
    public void abandon(Run run) {
        begun.computeIfPresent(run.pull(), (pull, lock) -> lock.runId().equals(run.id()) ? null : lock);
    }

    @Override
    public Optional<Run> last(String pull) {
        return list(pull, 1).stream().findFirst();
    }

    @Override
    public List<Run> list(String pull, int limit, Optional<String> before) {
        return database.read(transaction -> runs.newest(transaction, pull, limit, before));
    }

    private long epoch(Run run) {
        Lock lock = begun.get(run.pull());
        if (lock == null || !lock.runId().equals(run.id())) {
            throw lost(run);
        }
        return lock.epoch();
    }

    private static LockLostException lost(Run run) {
        return new LockLostException("pull " + run.pull() + ": run " + run.id()
                + " no longer holds the pull, another run took it over; what this one writes is refused");
    }

    /** One call of {@link #begin}; its transaction may be run more than once. */
    private final class Attempt {
        private final String pull;
        private Lock mine;

        private Attempt(String pull) {
            this.pull = pull;
        }

        private Run run(Transaction transaction) {
            undo();
            Instant now = Instant.ofEpochMilli(transaction.nowMillis());
            mine = new Lock(instance.epoch(), ids.next(transaction.nowMillis()), transaction.nowMillis());
            take(transaction);
            // Before the commit: from then on others of this process see the lock, and must find it here.
            begun.put(pull, mine);
            Run run = new Run(
                    mine.runId(),
                    pull,
                    Status.RUNNING,
                    now,
                    Optional.empty(),
                    Counters.ZERO,
                    false,
                    List.of(),
                    Optional.empty());
            runs.insert(transaction, run);
            return run;
        }

        private void take(Transaction transaction) {
            while (!locks.insert(transaction, pull, mine)) {
                Optional<Lock> other = locks.find(transaction, pull);
                if (other.isPresent()) {
                    takeOver(transaction, other.get());
                    return;
                }
            }
        }

        private void takeOver(Transaction transaction, Lock other) {
            if (isRunHere(other)) {
                throw refusal(other, "this process has it");
            }
            // One of this instance that does not run here was abandoned.
            if (other.epoch() != instance.epoch()) {
                instance.findAlive(transaction, other.epoch()).ifPresent(holder -> {
                    throw refusal(other, holder.text());
                });
            }
            locks.replace(transaction, pull, mine);
            runs.interrupt(transaction, other.runId(), "the process that ran it ended before the run did");
            jobs.runEnded(transaction, other.runId());
        }

        private boolean isRunHere(Lock other) {
            Lock known = begun.get(pull);
            return known != null && known.runId().equals(other.runId());
        }

        private RunInProgressException refusal(Lock other, String holder) {
            return new RunInProgressException("pull " + pull + " is running already: " + holder + " since "
                    + Instant.ofEpochMilli(other.acquiredAt()) + "; try again when it has ended");
        }

        private void undo() {
            if (mine != null) {
                begun.remove(pull, mine);
            }
        }
    }
}
