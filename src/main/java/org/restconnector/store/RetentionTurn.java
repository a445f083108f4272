package org.restconnector.store;

import java.time.Duration;

/** Which of the processes on one database removes what is too old: the first one, and no other for a while. */
final class RetentionTurn {
    private static final String MINE = "UPDATE connector_counter SET value = ? WHERE name = 'retention'";
    private static final long KEPT_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

    private final Database database;
    private long keptAt;

    RetentionTurn(Database database) {
        this.database = database;
    }

    /** @return false if somebody has taken it within that time, or keeps it */
    boolean take(Duration every) {
        // the timers of two processes never agree to the millisecond
        long millis = every.toMillis() * 9 / 10;
        keptAt = System.nanoTime();
        return database.write(transaction -> Sql.update(
                        transaction,
                        // a time to come was written by a clock that was wrong
                        MINE + " AND (value <= ? OR value > ?)",
                        transaction.nowMillis(),
                        transaction.nowMillis() - millis,
                        transaction.nowMillis() + millis)
                == 1);
    }

    /** While it is at work, others wait. */
    void keep() {
        if (System.nanoTime() - keptAt > KEPT_EVERY_NANOS) {
            keptAt = System.nanoTime();
            database.write(transaction -> Sql.update(transaction, MINE, transaction.nowMillis()));
        }
    }
}
