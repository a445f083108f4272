package org.restconnector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresStoreTest extends StoreContract {
    private String url;
    private Database extra;

    @BeforeEach
    @Override
    void open() {
        url = TestPostgres.freshSchema("store_test");
        super.open();
    }

    @AfterEach
    void closeExtra() {
        if (extra != null) {
            extra.close();
        }
    }

    @Override
    StoreSettings settings() {
        return settingsOf(url);
    }

    @Override
    StoreSettings freshSettings() {
        return settingsOf(TestPostgres.freshSchema("store_test_fresh"));
    }

    @Override
    Database database(Dialect dialect) {
        extra = PostgresPool.database(settings(), new SqlErrors(dialect, "test"), point -> {});
        return extra;
    }

    @Override
    void killHolderOf(String pull) {
        store.write(transaction -> Sql.update(
                transaction,
                "UPDATE connector_instance SET heartbeat_at = heartbeat_at - 31000"
                        + " WHERE epoch = (SELECT epoch FROM connector_pull_lock WHERE pull = ?)",
                pull));
    }

    @Test
    void aRunOfAKilledProcessIsTakenOverWhenItHasBeenSilentForLong() {
        try (ChildProcess child = ChildProcess.start("begin", url)) {
            String run = child.line();
            child.kill();
            TestPostgres.execute(
                    url,
                    "UPDATE connector_instance SET heartbeat_at = heartbeat_at - 20000" + " WHERE pid = "
                            + child.pid());
            assertThatThrownBy(() -> store.runs().begin("orders"))
                    .isInstanceOf(RunInProgressException.class)
                    .hasMessageContaining("process " + child.pid())
                    .hasMessageContaining("last seen 2");

            killHolderOf("orders");

            store.runs().begin("orders");
            assertThat(store.runs().list("orders", 2).get(1).id()).isEqualTo(run);
        }
    }

    @Test
    void aServerThatIsAwayIsNamedWithoutThePassword() {
        StoreSettings away = new StoreSettings(
                "jdbc:postgresql://127.0.0.1:1/shop?password=url-canary", "someone", "canary", true, directory);

        assertThatThrownBy(() -> Stores.open(away, Clock.systemUTC(), point -> {}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot reach PostgreSQL")
                .hasMessageContaining("127.0.0.1:1/shop")
                .hasMessageNotContaining("canary");
        assertThat(away.toString()).contains("127.0.0.1:1/shop").doesNotContain("canary");
    }

    @Test
    void goesOnAfterItsConnectionsWereCut() {
        write("a");
        TestPostgres.execute(
                url,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE pid <> pg_backend_pid() AND datname = current_database()");

        await().ignoreException(StoreException.class).until(() -> values().size() == 1);
        write("b");
        assertThat(values()).containsExactly("a", "b");
    }

    @Test
    void aConnectionThatIsCutWithinAWriteLeavesNothing() {
        assertThatThrownBy(() -> store.write(transaction -> {
                    insert(transaction, "a");
                    int backend = Sql.query(transaction, row -> row.getInt(1), "SELECT pg_backend_pid()")
                            .get(0);
                    TestPostgres.execute(url, "SELECT pg_terminate_backend(" + backend + ")");
                    return insert(transaction, "b");
                }))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot reach PostgreSQL");
        assertThat(values()).isEmpty();
    }

    @Test
    void triesAgainAfterAConflict() {
        AtomicInteger tries = new AtomicInteger();

        int done = store.write(transaction -> {
            insert(transaction, "try " + tries.get());
            if (tries.incrementAndGet() < 3) {
                throw new SQLException("could not serialize access", "40001");
            }
            return tries.get();
        });

        assertThat(done).isEqualTo(3);
        assertThat(values()).containsExactly("try 2");
    }

    @Test
    void commitsDurablyWhereTheServerWouldNot() {
        Store careless = openAnother(settingsOf(url + "&options=-c%20synchronous_commit=off"));

        String setting =
                careless.write(transaction -> Sql.query(transaction, row -> row.getString(1), "SHOW synchronous_commit")
                        .get(0));

        assertThat(setting).isEqualTo("on");
    }

    @Test
    void anInstanceThatWasForgottenRegistersAgain() {
        Database database = database(Dialect.POSTGRESQL);
        HeartbeatInstance instance = HeartbeatInstance.register(database, Duration.ofMillis(20));
        long first = instance.epoch();

        store.write(transaction -> Sql.update(transaction, "DELETE FROM connector_instance WHERE epoch = ?", first));

        await().until(() -> instance.epoch() > first);
        boolean alive = store.read(
                transaction -> instance.findAlive(transaction, instance.epoch()).isPresent());
        assertThat(alive).isTrue();
        instance.close();
    }

    @Test
    void usesAHostsDataSourceAndLeavesItOpen() throws Exception {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(url);
        write("a");

        try (Store hosted = Stores.open(settingsOf("jdbc:sqlite:unused"), dataSource, Clock.systemUTC(), p -> {})) {
            assertThat(hosted.<Integer>read(StoreContract::count)).isEqualTo(1);
        }
        dataSource.getConnection().close();
    }

    private StoreSettings settingsOf(String jdbcUrl) {
        return new StoreSettings(jdbcUrl, "", "", true, directory);
    }
}
