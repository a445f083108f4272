package org.restconnector.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;

/** The pool of connections to PostgreSQL. */
final class PostgresPool {
    /** One of them holds the instance's lock. */
    private static final int CONNECTIONS = 11;

    private static final long WAIT_MILLIS = 10_000;

    private PostgresPool() {}

    /**
     * A database that closes its pool with itself.
     *
     * @throws StoreException if the server is away
     */
    static PostgresDatabase database(StoreSettings settings, SqlErrors errors, FaultHook faults) {
        try {
            HikariDataSource pool = open(settings);
            return new PostgresDatabase(pool, pool::close, errors, faults);
        } catch (PoolInitializationException e) {
            throw errors.translate(e.getCause());
        }
    }

    private static HikariDataSource open(StoreSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("connector-store");
        config.setJdbcUrl(settings.url());
        if (!settings.username().isEmpty()) {
            config.setUsername(settings.username());
        }
        if (!settings.password().isEmpty()) {
            config.setPassword(settings.password());
        }
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(WAIT_MILLIS);
        // One try: a server that is away at the start is told at once.
        config.setInitializationFailTimeout(1);
        // Messages must not quote what is in the rows.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("ApplicationName", "camel-rest-connector");
        config.addDataSourceProperty("connectTimeout", "10");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        return new HikariDataSource(config);
    }
}
