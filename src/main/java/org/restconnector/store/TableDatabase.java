package org.restconnector.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A database of the user's, other than the store's, for {@code table-sink}. It need not be there
 * when this is opened. Safe for use by many threads.
 */
public final class TableDatabase implements AutoCloseable {
    private static final int TRIES = 5;

    private final String name;
    private final Dialect dialect;
    private final JdbcTables tables;
    private final HikariDataSource pool;

    /**
     * @param name for messages
     * @param url of JDBC; {@code jdbc:sqlite:} or {@code jdbc:postgresql:}
     * @throws IllegalArgumentException if the URL is of another database
     */
    public TableDatabase(String name, String url, Optional<String> username, Optional<String> password) {
        this.name = name;
        this.dialect = dialect(name, url);
        this.tables = new JdbcTables(dialect);
        Libraries.require("db '" + name + "'", "com.zaxxer.hikari.HikariConfig", "com.zaxxer:HikariCP");
        HikariConfig config = new HikariConfig();
        config.setPoolName("table-sink " + name);
        config.setJdbcUrl(url);
        username.ifPresent(config::setUsername);
        password.ifPresent(config::setPassword);
        config.setAutoCommit(false);
        config.setInitializationFailTimeout(-1);
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(dialect == Dialect.SQLITE ? 1 : 4);
        if (dialect == Dialect.SQLITE) {
            config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
            config.addDataSourceProperty("busy_timeout", "30000");
        } else {
            // Messages must not quote what is in the rows.
            config.addDataSourceProperty("logServerErrorDetail", "false");
            config.addDataSourceProperty("tcpKeepAlive", "true");
            config.addDataSourceProperty("ApplicationName", "camel-rest-connector");
        }
        this.pool = new HikariDataSource(config);
    }

    private static Dialect dialect(String name, String url) {
        if (url.startsWith("jdbc:sqlite:")) {
            return Dialect.SQLITE;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return Dialect.POSTGRESQL;
        }
        throw new IllegalArgumentException("db '" + name + "': connector.db." + name
                + ".url must begin with jdbc:sqlite: or jdbc:postgresql:, it begins with '"
                + url.substring(0, Math.min(url.length(), Math.max(url.indexOf(':', 5) + 1, 1))) + "'");
    }

    public Tables tables() {
        return tables;
    }

    /**
     * Writes the rows in one transaction, again where another one was in its way.
     *
     * @throws StoreException if that is not possible: nothing of them is stored then
     */
    public void write(Tables.Target target, List<Tables.Row> rows) {
        run(transaction -> tables.write(transaction, target, rows));
    }

    /**
     * Deletes the rows that none of these runs wrote.
     *
     * @throws StoreException if that is not possible: nothing of them is deleted then
     */
    public void deleteOthers(Tables.Target target, List<String> runs) {
        run(transaction -> tables.deleteOthers(transaction, target, runs));
    }

    private interface Work {
        void run(Transaction transaction) throws SQLException;
    }

    private void run(Work work) {
        for (int attempt = 1; true; attempt++) {
            try {
                runOnce(work);
                return;
            } catch (SQLException e) {
                if (attempt == TRIES || !SqlErrors.isConflict(e)) {
                    throw new StoreException("db '" + name + "': " + e.getMessage(), e);
                }
            }
        }
    }

    private void runOnce(Work work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            try {
                work.run(new Transaction(connection, System.currentTimeMillis()));
                connection.commit();
            } catch (Exception e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
