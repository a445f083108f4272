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
    private static final String OUR_LOCKS =
            "locktype = 'advisory' AND ((classid::bigint << 32) | objid::bigint) IN (SELECT"
                    + " ('x' || substr(replace(uuid, '-', ''), 1, 16))::bit(64)::bigint"
                    + " # ('x' || substr(replace(uuid, '-', ''), 17, 16))::bit(64)::bigint FROM connector_instance)";

    private String url;
    private PostgresDatabase extra;

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
                "DELETE FROM connector_instance"
                        + " WHERE epoch = (SELECT epoch FROM connector_pull_lock WHERE pull = ?)",
                pull));
    }

    @Test
    void aRunOfAKilledProcessIsTakenOverWithinSeconds() {
        try (ChildProcess child = ChildProcess.start("begin", url)) {
            String run = child.line();
            assertThatThrownBy(() -> store.runs().begin("orders"))
                    .isInstanceOf(RunInProgressException.class)
                    .hasMessageContaining("process " + child.pid());
            child.kill();
            assertThatThrownBy(() -> store.runs().begin("orders"))
                    .as("it may be its connection that broke")
                    .isInstanceOf(RunInProgressException.class);

            await().atMost(Duration.ofSeconds(8))
                    .ignoreException(RunInProgressException.class)
                    .until(() -> store.runs().begin("orders") != null);
            assertThat(store.runs().list("orders", 2).get(1).id()).isEqualTo(run);
        }
    }

    @Test
    void anInstanceWithoutASignOfLifeIsDeadWithItsLockInHand() {
        Instance instance = register(Duration.ofHours(1));
        assertThat(isAlive(instance)).isTrue();

        silence(instance, 29);
        assertThat(isAlive(instance)).isTrue();

        silence(instance, 2);
        assertThat(isAlive(instance)).isFalse();
        instance.close();
    }

    @Test
    void anInstanceWithoutItsLockIsDeadAfterFiveSecondsOfSilence() {
        Instance instance = register(Duration.ofHours(1));
        cutLocks();
        assertThat(isAlive(instance)).isTrue();

        await().until(() -> locks() == 1);
        silence(instance, 5);
        assertThat(isAlive(instance)).isFalse();
        instance.close();
    }

    @Test
    void takesItsLockAgainOnceItsConnectionIsBack() {
        Instance instance = register(Duration.ofMillis(20));
        long epoch = instance.epoch();
        cutLocks();

        await().until(() -> locks() == 2);
        assertThat(instance.epoch()).isEqualTo(epoch);
        assertThat(isAlive(instance)).isTrue();
        instance.close();
        assertThat(locks()).isEqualTo(1);
    }

    private HeartbeatInstance register(Duration renewedEvery) {
        extra = PostgresPool.database(settings(), new SqlErrors(Dialect.POSTGRESQL, "test"), point -> {});
        return HeartbeatInstance.register(extra, renewedEvery);
    }

    private boolean isAlive(Instance instance) {
        return store.read(
                transaction -> instance.findAlive(transaction, instance.epoch()).isPresent());
    }

    private void silence(Instance instance, int seconds) {
        store.write(transaction -> Sql.update(
                transaction,
                "UPDATE connector_instance SET heartbeat_at = heartbeat_at - ? WHERE epoch = ?",
                seconds * 1000,
                instance.epoch()));
    }

    /** Ends all sessions of this schema that hold a lock. */
    private void cutLocks() {
        TestPostgres.execute(url, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE " + OUR_LOCKS);
    }

    private long locks() {
        return store.read(transaction -> Sql.query(
                        transaction, row -> row.getLong(1), "SELECT count(*) FROM pg_locks WHERE " + OUR_LOCKS))
                .get(0);
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
                        + " WHERE pid <> pg_backend_pid() AND application_name = current_setting('application_name')");

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
        HeartbeatInstance instance = register(Duration.ofMillis(20));
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
