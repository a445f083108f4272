package org.restconnector.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;

/** Opens the store: finds its database, brings its schema up to date, and registers this process there. */
public final class Stores {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    private Stores() {}

    /** @throws StoreException if the database cannot be reached, is not one of ours, or is newer than this program */
    public static Store open(StoreSettings settings, Clock clock, FaultHook faults) {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(faults, "faults");
        if (settings.url().startsWith(SQLITE)) {
            return openSqlite(settings, false, clock, faults);
        }
        if (settings.url().startsWith(POSTGRESQL)) {
            return openPostgres(settings, faults);
        }
        throw new StoreException("connector.store.url is " + settings.shownUrl()
                + "; allowed are jdbc:sqlite:FILE and jdbc:postgresql://HOST/DATABASE");
    }

    /**
     * As {@link #open(StoreSettings, Clock, FaultHook)}, on a host's own connections, which the store
     * does not close; the URL of the settings is not looked at. Of SQLite, only the file's name is used.
     */
    public static Store open(StoreSettings settings, DataSource dataSource, Clock clock, FaultHook faults) {
        String product;
        String url;
        try (Connection connection = dataSource.getConnection()) {
            DatabaseMetaData metaData = connection.getMetaData();
            product = metaData.getDatabaseProductName();
            url = metaData.getURL();
        } catch (SQLException e) {
            throw new StoreException("the data source gives no connection: " + e.getMessage(), e);
        }
        StoreSettings found = new StoreSettings(
                url, settings.username(), settings.password(), settings.migrate(), settings.dataDirectory());
        return switch (product) {
            case "SQLite" -> openSqlite(found, true, clock, faults);
            case "PostgreSQL" ->
                onPostgres(found, errors -> new PostgresDatabase(dataSource, () -> {}, errors, faults));
            default ->
                throw new StoreException("the data source is of " + product + "; allowed are SQLite and PostgreSQL");
        };
    }

    private static Store openSqlite(StoreSettings settings, boolean host, Clock clock, FaultHook faults) {
        Libraries.require("the store", "org.sqlite.JDBC", "org.xerial:sqlite-jdbc");
        SqliteFile file = SqliteFile.of(settings.url());
        Path directory = settings.dataDirectory().toAbsolutePath().normalize();
        if (file.path().startsWith(directory)) {
            PrivateFiles.directory(directory);
            protect(directory);
        }
        if (host) {
            file.prepareForHost(settings.migrate());
        } else {
            file.prepare(settings.migrate());
        }
        Path instances = file.path().resolveSibling(file.path().getFileName() + "-instances");
        return open(
                new SqliteDatabase(file, clock, faults),
                settings,
                file.path().toString(),
                database -> FileLockInstance.register(database, instances));
    }

    /** The working directory has other uses, and other users. */
    private static void protect(Path dataDirectory) {
        if (!dataDirectory.equals(Path.of("").toAbsolutePath())) {
            PrivateFiles.protect(dataDirectory);
        }
    }

    private static Store openPostgres(StoreSettings settings, FaultHook faults) {
        Libraries.require("the store", "org.postgresql.Driver", "org.postgresql:postgresql");
        Libraries.require("the store", "com.zaxxer.hikari.HikariDataSource", "com.zaxxer:HikariCP");
        return onPostgres(settings, errors -> PostgresPool.database(settings, errors, faults));
    }

    private static Store onPostgres(StoreSettings settings, Function<SqlErrors, PostgresDatabase> connect) {
        String name = settings.shownUrl().substring("jdbc:".length());
        PostgresDatabase database = connect.apply(new SqlErrors(Dialect.POSTGRESQL, name));
        return open(database, settings, name, opened -> {
            database.warnOfWeakSettings();
            return HeartbeatInstance.register(database, HeartbeatInstance.RENEWED_EVERY);
        });
    }

    private static Store open(
            Database database, StoreSettings settings, String name, Function<Database, Instance> register) {
        try {
            List<Migration> migrations = Migration.all(database.dialect());
            Schema schema = new Schema(database.dialect(), migrations, name);
            if (settings.migrate()) {
                schema.migrate(database);
            }
            schema.check(database);
            return new JdbcStore(
                    database,
                    register.apply(database),
                    new JdbcTables(database.dialect()),
                    new Throughput(Clock.systemUTC()));
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }
}
