package org.restconnector.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second long-running process off a data directory, until it is closed or this process ends.
 * The lock is {@code run.lock}; {@code run.pid} tells whose it is.
 */
public final class DataDirectoryLock implements AutoCloseable {
    private final ProcessLock lock;
    private final Path owner;

    private DataDirectoryLock(ProcessLock lock, Path owner) {
        this.lock = lock;
        this.owner = owner;
    }

    /** @throws StoreException if another process has it, or this one already */
    public static DataDirectoryLock acquire(Path directory) {
        PrivateFiles.directory(directory);
        Path owner = directory.resolve("run.pid");
        String self = self();
        try {
            String found = read(owner);
            // Trying the lock of this very process would drop it.
            if (found.equals(self)) {
                throw refusal(found, directory);
            }
            ProcessLock lock =
                    ProcessLock.tryAcquire(directory.resolve("run.lock")).orElseThrow(() -> refusal(found, directory));
            PrivateFiles.create(owner);
            Files.writeString(owner, self, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            return new DataDirectoryLock(lock, owner);
        } catch (IOException e) {
            throw new StoreException("the directory " + directory + " cannot be locked: " + PrivateFiles.reason(e), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(owner);
            lock.close();
        } catch (IOException e) {
            throw new StoreException("the lock " + lock.file() + " was not given back: " + PrivateFiles.reason(e), e);
        }
    }

    private static StoreException refusal(String owner, Path directory) {
        String pid = owner.isEmpty() ? "" : " (pid " + owner.split(" ")[0] + ")";
        return new StoreException("another process" + pid + " is running on " + directory + "; stop it first");
    }

    private static String read(Path owner) throws IOException {
        return Files.exists(owner) ? Files.readString(owner).strip() : "";
    }

    /** The pid with the process's start, as pids come again. */
    private static String self() {
        ProcessHandle process = ProcessHandle.current();
        return process.pid() + " "
                + process.info().startInstant().map(String::valueOf).orElse("");
    }
}
