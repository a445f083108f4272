package org.restconnector.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance that is alive as long as it holds the lock of its file, so that after {@code kill -9} the
 * next process takes over at once.
 */
final class FileLockInstance implements Instance {
    private static final Logger LOG = LoggerFactory.getLogger(FileLockInstance.class);

    private final Database database;
    private final InstanceRows rows = new InstanceRows();
    private final LockFiles files;
    private long epoch;
    private ProcessLock lock;

    private FileLockInstance(Database database, Path directory) {
        this.database = database;
        this.files = new LockFiles(directory, rows);
    }

    /** @param directory of the lock files, beside the database */
    static FileLockInstance register(Database database, Path directory) {
        FileLockInstance instance = new FileLockInstance(database, directory);
        try {
            instance.epoch = database.write(instance::insert);
            return instance;
        } catch (RuntimeException | Error e) {
            instance.unlock();
            throw e;
        }
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public Optional<Holder> findAlive(Transaction transaction, long other) {
        try {
            Optional<InstanceRows.Row> row = rows.find(transaction, other);
            return row.isPresent() && files.isAlive(row.get())
                    ? row.map(found -> new Holder(found.host(), found.pid(), 0))
                    : Optional.empty();
        } catch (IOException e) {
            throw new StoreException(
                    "whether instance " + other + " is alive cannot be told: " + PrivateFiles.reason(e), e);
        }
    }

    @Override
    public void close() {
        try {
            database.write(transaction -> {
                rows.delete(transaction, epoch);
                unlock();
                return epoch;
            });
        } catch (StoreException e) {
            LOG.warn("The store was not left in order, which the next start puts right: {}", e.getMessage());
            unlock();
        }
    }

    private long insert(Transaction transaction) throws IOException {
        unlock();
        files.forgetDead(transaction);
        long inserted = rows.insert(transaction);
        lock = files.acquire(inserted);
        return inserted;
    }

    private void unlock() {
        if (lock == null) {
            return;
        }
        try {
            lock.close();
            Files.deleteIfExists(lock.file());
        } catch (IOException e) {
            LOG.debug("The lock file {} stays behind", lock.file(), e);
        }
        lock = null;
    }
}
