package org.restconnector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of the disk the embedded store takes. */
class SqliteSpaceTest {
    private static final int MEGABYTE = 1 << 20;

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    private Store store;

    @BeforeEach
    void open() {
        store = Stores.open(StoreSettings.embedded(directory), Clock.systemUTC(), point -> {});
        store.write(transaction -> Sql.update(transaction, "CREATE TABLE connector_test (value BLOB)"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void fill(int megabytes) {
        for (int i = 0; i < megabytes; i++) {
            store.write(transaction ->
                    Sql.update(transaction, "INSERT INTO connector_test VALUES (?)", new byte[MEGABYTE]));
        }
    }

    private long size(String file) throws Exception {
        return Files.size(directory.resolve(file)) / MEGABYTE;
    }

    @Test
    void whatIsFreeIsGivenBackAndTheLogIsEmptied() throws Exception {
        fill(40);
        store.write(transaction -> Sql.update(transaction, "DELETE FROM connector_test"));

        assertThat(store.retention().sweep(Duration.ofDays(30), () -> true)).isPresent();

        // behind a commit, when nobody waits for it
        await().until(() -> size("connector.db-wal") == 0);
        assertThat(size("connector.db")).isLessThan(6);
    }

    @Test
    void theLogStaysBoundedHoweverBusyTheReadersAre() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        ExecutorService readers = Executors.newFixedThreadPool(3);
        try {
            Future<?>[] reading = new Future<?>[3];
            for (int i = 0; i < reading.length; i++) {
                reading[i] = readers.submit(() -> {
                    while (end.getCount() > 0) {
                        store.read(transaction -> {
                            Sql.query(transaction, row -> row.getLong(1), "SELECT count(*) FROM connector_test");
                            return end.await(5, TimeUnit.MILLISECONDS);
                        });
                    }
                });
            }
            long largest = 0;
            for (int i = 0; i < 300; i++) {
                fill(1);
                largest = Math.max(largest, size("connector.db-wal"));
            }
            end.countDown();
            for (Future<?> one : reading) {
                one.get(10, TimeUnit.SECONDS);
            }
            assertThat(largest).as("of 300 that were written").isLessThan(250);
        } finally {
            end.countDown();
            readers.shutdownNow();
        }
    }
}
