package org.restconnector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteDataSource;

class SqliteStoreTest extends StoreContract {

    @Override
    StoreSettings settings() {
        return StoreSettings.embedded(directory.resolve("data"));
    }

    @Override
    StoreSettings freshSettings() {
        return StoreSettings.embedded(directory.resolve("fresh"));
    }

    @Override
    Database database(Dialect dialect) {
        return new SqliteDatabase(SqliteFile.of(settings().url()), Clock.systemUTC(), point -> {});
    }

    @Override
    void killHolderOf(String pull) {
        store.write(transaction -> Sql.update(
                transaction,
                "DELETE FROM connector_instance"
                        + " WHERE epoch = (SELECT epoch FROM connector_pull_lock WHERE pull = ?)",
                pull));
    }

    @Test
    void onlyItsUserMayReadItsFiles() throws Exception {
        write("a");
        store.runs().begin("orders");

        Path data = directory.resolve("data");
        assertThat(permissions(data)).isEqualTo("rwx------");
        try (Stream<Path> files = Files.walk(data)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all)
                    .extracting(file -> file.getFileName().toString())
                    .contains("connector.db", "connector.db-wal", "connector.db-shm")
                    .anyMatch(name -> name.endsWith(".lock"));
            assertThat(all).allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
    }

    @Test
    void isMadeToSurviveAPowerCutAndToShrink() {
        List<String> pragmas =
                store.write(transaction -> Stream.of("journal_mode", "synchronous", "auto_vacuum", "foreign_keys")
                        .map(name -> Sql.query(transaction, row -> row.getString(1), "PRAGMA " + name)
                                .get(0))
                        .toList());

        assertThat(pragmas).containsExactly("wal", "2", "2", "1");
    }

    @Test
    void leavesOneFileWhenItIsClosed() throws Exception {
        write("a");
        close();

        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .extracting(f -> f.getFileName().toString())
                    .containsExactly("connector.db");
        }
        open(settings());
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws Exception {
        Path file = Files.writeString(directory.resolve("notes.txt"), "Not a database. ".repeat(100));

        assertThatThrownBy(() -> open(settingsOf(file)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("not a SQLite database");
        assertThat(file).content().startsWith("Not a database.");
    }

    @Test
    void refusesAnEmptyFile() throws Exception {
        Path file = Files.createFile(directory.resolve("empty.db"));

        assertThatThrownBy(() -> open(settingsOf(file)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("empty");
        assertThat(file).isEmptyFile();
    }

    @Test
    void refusesADamagedFile() throws Exception {
        close();
        Path file = directory.resolve("data/connector.db");
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 100, bytes.length, (byte) 0x5a);
        Files.write(file, bytes);

        assertThatThrownBy(() -> open(settings()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("damaged");
    }

    @Test
    void refusesUrlsThatNameNoFile() {
        for (String url : List.of("jdbc:sqlite:", "jdbc:sqlite::memory:", "jdbc:sqlite:file:x?mode=memory")) {
            assertThatThrownBy(() -> open(new StoreSettings(url, "", "", true, directory)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("jdbc:sqlite:FILE");
        }
        assertThatThrownBy(() -> open(new StoreSettings("jdbc:h2:mem:", "", "", true, directory)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("jdbc:postgresql:");
        assertThatThrownBy(() -> open(settingsOf(directory)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is a directory");
    }

    @Test
    void withoutMigrationNoFileIsMade() {
        Path file = directory.resolve("none/connector.db");
        StoreSettings byHand = new StoreSettings("jdbc:sqlite:" + file, "", "", false, directory);

        assertThatThrownBy(() -> open(byHand))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("META-INF/connector/sqlite/");
        assertThat(file).doesNotExist();
    }

    @Test
    void usesTheFileOfAHostsDataSource() {
        write("a");
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl(settings().url());

        try (Store hosted = Stores.open(settings(), dataSource, Clock.systemUTC(), point -> {})) {
            assertThat(hosted.<Integer>read(StoreContract::count)).isEqualTo(1);
        }
    }

    @Test
    void aHostsConnectionMakesAnEmptyFileWhichBecomesTheStore() throws Exception {
        Path file = directory.resolve("host.db");
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + file);

        try (Connection pooled = dataSource.getConnection();
                Store hosted = Stores.open(settings(), dataSource, Clock.systemUTC(), point -> {});
                Statement statement = pooled.createStatement();
                ResultSet versions = statement.executeQuery("SELECT count(*) FROM connector_schema")) {
            assertThat(versions.getInt(1)).isPositive();
            assertThat(hosted.runs().last("orders")).isEmpty();
        }
    }

    @Test
    void aCallerThatIsInterruptedWhileItWaitsWritesNothing() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread first = inBackground(() -> store.write(transaction -> {
            busy.countDown();
            release.await();
            return insert(transaction, "first");
        }));
        busy.await();
        AtomicReference<Exception> thrown = new AtomicReference<>();
        Thread second = inBackground(() -> {
            try {
                write("second");
            } catch (StoreException e) {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                thrown.set(e);
            }
        });
        await().until(() -> second.getState() == Thread.State.WAITING);

        second.interrupt();
        second.join();
        release.countDown();
        first.join();

        assertThat(thrown.get()).isInstanceOf(StoreException.class).hasMessageContaining("interrupted");
        assertThat(values()).containsExactly("first");
    }

    @Test
    void closingFailsWhatWaitsAndEndsWhatHasBegun() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        SqliteDatabase database = (SqliteDatabase) database(Dialect.SQLITE);
        Thread first = inBackground(() -> database.write(transaction -> {
            busy.countDown();
            release.await();
            return insert(transaction, "first");
        }));
        busy.await();
        AtomicReference<Exception> thrown = new AtomicReference<>();
        Thread second = inBackground(() -> {
            try {
                database.write(transaction -> insert(transaction, "second"));
            } catch (StoreException e) {
                thrown.set(e);
            }
        });
        await().until(() -> second.getState() == Thread.State.WAITING);

        Thread closing = inBackground(database::close);
        second.join();
        release.countDown();
        first.join();
        closing.join();

        assertThat(thrown.get()).hasMessageContaining("closed");
        assertThat(values()).containsExactly("first");
    }

    @Test
    void aWriteWithinAWriteIsRefused() {
        assertThatThrownBy(() -> store.write(transaction -> {
                    write("a");
                    return null;
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFullDatabaseIsSaidInWordsAndOthersOfTheGroupAreStored() throws Exception {
        inThreads(8, thread -> {
            if (thread == 0) {
                assertThatThrownBy(() -> store.write(transaction -> {
                            // Of the connection, which is another one after a transaction that was lost.
                            Sql.query(transaction, row -> row.getLong(1), "PRAGMA max_page_count = 200");
                            for (int i = 0; i < 10_000; i++) {
                                insert(transaction, "x".repeat(200));
                            }
                            return null;
                        }))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("disk is full");
            } else {
                write("small " + thread);
            }
        });

        assertThat(values()).hasSize(7);
    }

    @Test
    void waitsForAnotherProcessThatWrites() {
        try (ChildProcess child = ChildProcess.start("hold", settings().url())) {
            assertThat(child.line()).isEqualTo("holding");

            write("mine");

            assertThat(child.line()).isEqualTo("done");
            assertThat(values()).containsExactly("held", "mine");
        }
    }

    @Test
    void aRunOfAKilledProcessIsTakenOverAtOnce() {
        try (ChildProcess child = ChildProcess.start("begin", settings().url())) {
            String run = child.line();
            assertThatThrownBy(() -> store.runs().begin("orders"))
                    .isInstanceOf(RunInProgressException.class)
                    .hasMessageContaining("process " + child.pid());

            child.kill();

            store.runs().begin("orders");
            assertThat(store.runs().list("orders", 2).get(1).id()).isEqualTo(run);
            assertThat(store.runs().list("orders", 2).get(1).status()).isEqualTo(Run.Status.FAILED);
        }
    }

    @Test
    void theNextOpenForgetsKilledProcesses() throws Exception {
        try (ChildProcess child = ChildProcess.start("open", settings().url())) {
            assertThat(child.line()).isEqualTo("open");
            Path locks = directory.resolve("data/connector.db-instances");
            assertThat(locks).isDirectoryContaining("glob:**1.lock").isDirectoryContaining("glob:**2.lock");
            child.kill();

            open(settings());

            assertThat(locks).isDirectoryNotContaining("glob:**2.lock").isDirectoryContaining("glob:**3.lock");
            assertThat(locks).isDirectoryContaining("glob:**1.lock");
        }
    }

    @Test
    void aMissingDriverIsNamed() {
        String without = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("sqlite") && !entry.contains("Hikari"))
                .collect(Collectors.joining(File.pathSeparator));

        try (ChildProcess child =
                ChildProcess.startOn(without, "open", settings().url())) {
            assertThat(child.line()).contains("org.xerial:sqlite-jdbc");
        }
        try (ChildProcess child = ChildProcess.startOn(without, "open", "jdbc:postgresql://127.0.0.1/none")) {
            assertThat(child.line()).contains("com.zaxxer:HikariCP");
        }
    }

    private Store open(StoreSettings settings) {
        return openAnother(settings);
    }

    private StoreSettings settingsOf(Path file) {
        return new StoreSettings("jdbc:sqlite:" + file, "", "", true, directory.resolve("data"));
    }

    private static Thread inBackground(Runnable body) {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
