package org.restconnector.store;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Goes through all that can be too old, one kind after the other. */
final class JdbcRetention implements Retention {
    private final Database database;
    private final RetentionTurn turn;
    private final JdbcRuns runs;
    private final OldRuns oldRuns;
    private final OldDeadLetters oldDeadLetters;
    private final OldJobs oldJobs;
    private final OldRecords oldRecords;
    private final IdempotencyKeys keys;

    JdbcRetention(Database database, JdbcRuns runs) {
        this.database = database;
        this.turn = new RetentionTurn(database);
        this.runs = runs;
        this.oldRuns = new OldRuns(database);
        this.oldDeadLetters = new OldDeadLetters(database);
        this.oldJobs = new OldJobs(database);
        this.oldRecords = new OldRecords(database);
        this.keys = new IdempotencyKeys(database.dialect());
    }

    @Override
    public Optional<Removed> sweep(Duration kept, BooleanSupplier goOn) {
        Duration every = Retention.every(kept);
        if (!turn.take(every)) {
            return Optional.empty();
        }
        long before = database.read(Transaction::nowMillis) - kept.toMillis();
        Pace pace = new Pace(() -> {
            turn.keep();
            return goOn.getAsBoolean();
        });
        runs.endJobsOfTheDead();
        long letters = oldDeadLetters.remove(before, pace);
        long jobs = oldJobs.remove(before, pace);
        long records = oldRecords.remove(pace);
        Removed removed = new Removed(jobs, records, oldRuns.remove(before, pace), letters, forgetKeys(pace));
        database.compact(pace);
        return Optional.of(removed);
    }

    private long forgetKeys(Pace pace) {
        pace.reset();
        long total = 0;
        int some = 0;
        do {
            total += some;
            some = pace.write(database, transaction -> keys.forgetOld(transaction, pace.rows()));
        } while (some > 0 && pace.next());
        return total + some;
    }
}
