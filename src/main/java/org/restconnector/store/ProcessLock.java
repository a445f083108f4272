package org.restconnector.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A lock on a file that the operating system takes back when the process ends, however it ends. No
 * other part of this process may open the file while it is held: closing it would drop the lock.
 */
final class ProcessLock implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @return empty if another process has it */
    static Optional<ProcessLock> tryAcquire(Path file) throws IOException {
        PrivateFiles.directory(file.getParent());
        PrivateFiles.create(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new ProcessLock(file, channel));
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    static boolean isHeld(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    Path file() {
        return file;
    }

    /** Leaves the file: a process that waits for it may have it open already. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
