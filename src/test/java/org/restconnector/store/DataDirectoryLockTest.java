package org.restconnector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryLockTest {
    @TempDir
    Path directory;

    @Test
    void refusesASecondOneInThisProcessAndStaysLocked() {
        try (DataDirectoryLock first = DataDirectoryLock.acquire(directory)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> DataDirectoryLock.acquire(directory))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("pid " + ProcessHandle.current().pid())
                        .hasMessageContaining(directory.toString());
            }
            try (ChildProcess child = ChildProcess.start("lock-directory", directory.toString())) {
                assertThat(child.line())
                        .contains("another process (pid "
                                + ProcessHandle.current().pid());
            }
            assertThat(first).isNotNull();
        }
        DataDirectoryLock.acquire(directory).close();
    }

    @Test
    void aKilledProcessHoldsNothing() {
        try (ChildProcess child = ChildProcess.start("lock-directory", directory.toString())) {
            assertThat(child.line()).isEqualTo("locked");
            assertThatThrownBy(() -> DataDirectoryLock.acquire(directory))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("pid " + child.pid());

            child.kill();

            DataDirectoryLock.acquire(directory).close();
        }
    }
}
