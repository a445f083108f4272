package org.restconnector.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance that is alive as long as it renews its row, by the database's clock. */
final class HeartbeatInstance implements Instance {
    static final Duration RENEWED_EVERY = Duration.ofSeconds(5);
    static final Duration DEAD_AFTER = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatInstance.class);
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final Database database;
    private final InstanceRows rows = new InstanceRows();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "connector-store-heartbeat");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long epoch;
    /** Used by the timer's thread alone. */
    private boolean failing;

    private HeartbeatInstance(Database database) {
        this.database = database;
    }

    static HeartbeatInstance register(Database database, Duration renewedEvery) {
        HeartbeatInstance instance = new HeartbeatInstance(database);
        instance.epoch = database.write(instance::insert);
        long millis = renewedEvery.toMillis();
        instance.timer.scheduleWithFixedDelay(instance::beat, millis, millis, TimeUnit.MILLISECONDS);
        return instance;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public Optional<Holder> findAlive(Transaction transaction, long other) {
        return rows.find(transaction, other)
                .map(row -> new Holder(row.host(), row.pid(), Math.max(0, transaction.nowMillis() - row.heartbeatAt())))
                .filter(holder -> holder.seenMillisAgo() < DEAD_AFTER.toMillis());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            database.write(transaction -> {
                rows.delete(transaction, epoch);
                return epoch;
            });
        } catch (StoreException e) {
            LOG.warn(
                    "The store was not left in order; others take over in {} s: {}",
                    DEAD_AFTER.toSeconds(),
                    e.getMessage());
        }
    }

    private long insert(Transaction transaction) {
        rows.deleteSilentSince(transaction, transaction.nowMillis() - FORGOTTEN_AFTER.toMillis());
        return rows.insert(transaction);
    }

    private void beat() {
        try {
            epoch = database.write(this::renew);
            if (failing) {
                LOG.info("The store is back");
            }
            failing = false;
        } catch (Exception e) {
            if (!failing) {
                LOG.warn(
                        "The store was not reached; if that lasts for {} s, others take over: {}",
                        DEAD_AFTER.toSeconds(),
                        e.getMessage());
            }
            failing = true;
        }
    }

    private long renew(Transaction transaction) {
        long current = epoch;
        return rows.beat(transaction, current) ? current : rows.insert(transaction);
    }
}
