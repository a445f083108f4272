package org.restconnector.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** Brings the database's schema to what this program needs, or refuses the database. */
final class Schema {
    /** Any number that others do not use: it keeps two processes from migrating at once on PostgreSQL. */
    private static final long ADVISORY_LOCK = 7_236_837_114_093_116_981L;

    private final Dialect dialect;
    private final List<Migration> migrations;
    private final String name;

    Schema(Dialect dialect, List<Migration> migrations, String name) {
        this.dialect = dialect;
        this.migrations = List.copyOf(migrations);
        this.name = name;
    }

    /** Applies what is missing, each migration in a transaction of its own. */
    void migrate(Database database) {
        while (database.write(transaction -> applyNext(transaction.connection()))) {
            // the next one
        }
    }

    /** @throws StoreException if the schema is not exactly the one that this program knows */
    void check(Database database) {
        int version = database.write(transaction -> version(transaction.connection()));
        refuseNewer(version);
        if (version < newest()) {
            String files = migrations.stream()
                    .filter(migration -> migration.version() > version)
                    .map(Migration::file)
                    .collect(Collectors.joining(", "));
            throw new StoreException("the schema of " + name + " has version " + version
                    + ", this program needs " + newest()
                    + ", and connector.store.migrate=false leaves that to you: apply, in this order, " + files);
        }
    }

    /** @return whether there may be more to do */
    private boolean applyNext(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (dialect == Dialect.POSTGRESQL) {
                statement.execute("SELECT pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
            }
            int version = version(connection);
            refuseNewer(version);
            for (Migration migration : migrations) {
                if (migration.version() > version) {
                    for (String sql : migration.statements()) {
                        statement.execute(sql);
                    }
                    return true;
                }
            }
            return false;
        }
    }

    private void refuseNewer(int version) {
        if (version > newest()) {
            throw new StoreException("the schema of " + name + " has version " + version
                    + ", made by a newer program; this one knows versions up to " + newest()
                    + ": start the newer one, or restore a backup from before it");
        }
    }

    private int version(Connection connection) throws SQLException {
        String exists = dialect == Dialect.SQLITE
                ? "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'connector_schema'"
                : "SELECT count(to_regclass('connector_schema'))";
        try (Statement statement = connection.createStatement()) {
            return number(statement, exists) == 0
                    ? 0
                    : number(statement, "SELECT coalesce(max(version), 0) FROM connector_schema");
        }
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private int newest() {
        return migrations.isEmpty() ? 0 : migrations.get(migrations.size() - 1).version();
    }
}
