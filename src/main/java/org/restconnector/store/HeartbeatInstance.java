package org.restconnector.store;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance that is alive as long as it holds its lock in the database and renews its row, by the
 * database's clock. One that lost the lock gets a few seconds to take it again: its connection may have
 * broken. One that keeps the lock without a sign of life, as when its machine is cut off, gets longer.
 */
final class HeartbeatInstance implements Instance {
    static final Duration RENEWED_EVERY = Duration.ofSeconds(1);
    static final Duration UNLOCKED_DEAD_AFTER = Duration.ofSeconds(5);
    static final Duration DEAD_AFTER = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatInstance.class);
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    private static final String BEAT =
            "UPDATE connector_instance SET heartbeat_at = (extract(epoch FROM now()) * 1000)::bigint WHERE epoch = ?";

    private final Database database;
    private final SessionLock lock;
    private final InstanceRows rows = new InstanceRows();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "connector-store-heartbeat");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Identity identity;
    /** Used by the timer's thread alone. */
    private boolean failing;

    private record Identity(long epoch, UUID uuid) {}

    private HeartbeatInstance(Database database, SessionLock lock) {
        this.database = database;
        this.lock = lock;
    }

    static HeartbeatInstance register(PostgresDatabase database, Duration renewedEvery) {
        HeartbeatInstance instance = new HeartbeatInstance(database, new SessionLock(database::connect));
        instance.identity = instance.insert();
        instance.beat();
        long millis = renewedEvery.toMillis();
        instance.timer.scheduleWithFixedDelay(instance::beat, millis, millis, TimeUnit.MILLISECONDS);
        return instance;
    }

    @Override
    public long epoch() {
        return identity.epoch();
    }

    @Override
    public Optional<Holder> findAlive(Transaction transaction, long other) {
        return rows.find(transaction, other)
                .filter(row -> isAlive(transaction, row))
                .map(row ->
                        new Holder(row.host(), row.pid(), Math.max(0, transaction.nowMillis() - row.heartbeatAt())));
    }

    private static boolean isAlive(Transaction transaction, InstanceRows.Row row) {
        long silent = transaction.nowMillis() - row.heartbeatAt();
        if (silent >= DEAD_AFTER.toMillis()) {
            return false;
        }
        return silent < UNLOCKED_DEAD_AFTER.toMillis()
                || isLocked(transaction, row.uuid())
                || serverIsYoung(transaction);
    }

    private static boolean isLocked(Transaction transaction, UUID uuid) {
        return Sql.query(
                        transaction,
                        row -> row.getBoolean(1),
                        "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted"
                                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                                + " AND ((classid::bigint << 32) | objid::bigint) = ?)",
                        SessionLock.key(uuid))
                .get(0);
    }

    /** Whether nobody could renew anything or hold a lock just now. */
    private static boolean serverIsYoung(Transaction transaction) {
        long started = Sql.query(
                        transaction,
                        row -> row.getLong(1),
                        "SELECT (extract(epoch FROM pg_postmaster_start_time()) * 1000)::bigint")
                .get(0);
        return transaction.nowMillis() - started < UNLOCKED_DEAD_AFTER.toMillis();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (!timer.awaitTermination(RENEWED_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("The heartbeat does not end");
            }
            database.write(transaction -> {
                rows.delete(transaction, epoch());
                return null;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreException e) {
            LOG.warn(
                    "The store was not left in order; others take over in {} s: {}",
                    UNLOCKED_DEAD_AFTER.toSeconds(),
                    e.getMessage());
        }
        lock.close();
    }

    private Identity insert() {
        UUID uuid = UUID.randomUUID();
        return database.write(transaction -> {
            rows.deleteSilentSince(transaction, transaction.nowMillis() - FORGOTTEN_AFTER.toMillis());
            return new Identity(rows.insert(transaction, uuid), uuid);
        });
    }

    private void beat() {
        try {
            if (lock.update(identity.uuid(), BEAT, identity.epoch()) == 0) {
                identity = insert();
                lock.update(identity.uuid(), BEAT, identity.epoch());
            }
            if (failing) {
                LOG.info("The store is back");
            }
            failing = false;
        } catch (Exception e) {
            if (!failing) {
                LOG.warn(
                        "The store was not reached; if that lasts for {} s, others take over: {}",
                        UNLOCKED_DEAD_AFTER.toSeconds(),
                        e.getMessage());
            }
            failing = true;
        }
    }
}
