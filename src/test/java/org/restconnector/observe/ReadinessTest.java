package org.restconnector.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.restconnector.store.Store;
import org.restconnector.store.StoreSettings;
import org.restconnector.store.Stores;
import org.restconnector.store.TestPostgres;

class ReadinessTest {
    private long now = 1;
    private ServiceStatus application = ServiceStatus.Started;

    private static final class Switchable extends PGSimpleDataSource {
        private volatile boolean away;

        @Override
        public Connection getConnection() throws SQLException {
            if (away) {
                throw new SQLException("connection refused", "08001");
            }
            return super.getConnection();
        }
    }

    @Test
    void aDatabaseThatIsAwayIsNoPlaceForWorkUntilItIsBackAndNoReasonToRestart(@TempDir Path directory) {
        Switchable database = new Switchable();
        database.setURL(TestPostgres.freshSchema("readiness"));
        StoreSettings settings = new StoreSettings("", "", "", true, directory);
        try (Store store = Stores.open(settings, database, Clock.systemUTC(), point -> {})) {
            StoreWatch watch = new StoreWatch(store::now, () -> now);
            LatestOverview none = new LatestOverview(
                    () -> {
                        throw new IllegalStateException("not asked for");
                    },
                    Runnable::run,
                    () -> now,
                    Duration.ZERO);
            Health health = new Health(() -> application, store.survey()::isWorking, watch, none);
            ask(watch, 2);
            assertThat(health.ready().up()).isTrue();

            database.away = true;
            ask(watch, 4);
            assertThat(health.ready().up()).isTrue();
            ask(watch, 2);
            assertThat(health.ready().up()).isFalse();
            assertThat(health.ready().json()).contains("\"name\":\"store\",\"status\":\"DOWN\"");
            assertThat(health.all().up()).isFalse();
            assertThat(health.live().up()).isTrue();

            database.away = false;
            ask(watch, 2);
            assertThat(health.ready().up()).isTrue();
        }
    }

    private void ask(StoreWatch watch, int times) {
        for (int i = 0; i < times; i++) {
            watch.run();
            now += StoreWatch.EVERY.toNanos();
        }
    }

    @Test
    void aProcessThatStopsTakesNoWorkAndIsAlive() {
        StoreWatch watch = new StoreWatch(() -> {}, () -> now);
        LatestOverview none = new LatestOverview(() -> null, task -> {}, () -> now, Duration.ZERO);
        Health stopped = new Health(() -> application, () -> false, watch, none);

        assertThat(stopped.live().up()).as("its writer has ended").isFalse();

        application = ServiceStatus.Stopping;
        assertThat(stopped.live().up()).isTrue();
        assertThat(stopped.ready().up()).isFalse();
        assertThat(stopped.ready().json()).contains("stopping");
    }
}
