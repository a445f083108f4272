package org.restconnector.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * The database file and the connections to it. It is never opened but by SQLite itself: closing it
 * elsewhere in this process would drop SQLite's own locks on it.
 */
final class SqliteFile {
    private static final String PREFIX = "jdbc:sqlite:";
    /** Before it, a checkpoint beside a commit could damage the file: https://sqlite.org/wal.html#walresetbug */
    private static final int[] OLDEST = {3, 51, 3};

    static final int BUSY_MILLIS = 5000;
    static final long LOG_BYTES = 64 << 20;

    private final Path path;

    private SqliteFile(Path path) {
        this.path = path;
    }

    /** @throws StoreException if the URL does not name a file */
    static SqliteFile of(String url) {
        String file = url.substring(PREFIX.length());
        if (file.isBlank() || file.startsWith(":") || file.startsWith("file:") || file.indexOf('?') >= 0) {
            throw new StoreException("the store's URL " + url + " does not name a file; allowed is jdbc:sqlite:FILE");
        }
        return new SqliteFile(Path.of(file).toAbsolutePath().normalize());
    }

    Path path() {
        return path;
    }

    /** The length of the write-ahead log. */
    long logBytes() {
        return path.resolveSibling(path.getFileName() + "-wal").toFile().length();
    }

    /**
     * As {@link #prepare}, of a host's connections: opening one leaves an empty file where there was none. Who may
     * read it is the host's business.
     */
    void prepareForHost(boolean create) {
        if (Files.isRegularFile(path) && isEmpty()) {
            if (!create) {
                throw leftToOthers();
            }
            try {
                initialise(path);
            } catch (SQLException e) {
                throw new StoreException("the store " + path + " cannot be made: " + e.getMessage(), e);
            }
        }
        refuseEmpty();
    }

    /** Makes the database where there is none, and refuses what is no database. */
    void prepare(boolean create) {
        if (Files.isDirectory(path)) {
            throw new StoreException("the store " + path + " is a directory; it must be a file");
        }
        if (!Files.exists(path) && create) {
            PrivateFiles.directory(path.getParent());
            create();
        }
        if (!Files.exists(path)) {
            throw leftToOthers();
        }
        refuseEmpty();
        PrivateFiles.protect(path);
    }

    private StoreException leftToOthers() {
        return new StoreException("there is no store at " + path
                + ", and connector.store.migrate=false leaves that to you: make it from the files under"
                + " META-INF/connector/sqlite/, in their order");
    }

    /**
     * A connection with auto-commit off and no transaction begun: its user begins and ends them by SQL.
     *
     * @param write false: it only reads
     */
    Connection connect(boolean write) throws SQLException {
        Connection connection = open(path, false);
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
                if (write) {
                    statement.execute("PRAGMA journal_mode = WAL");
                    statement.execute("PRAGMA wal_autocheckpoint = 1000");
                    statement.execute("PRAGMA journal_size_limit = " + LOG_BYTES);
                }
                statement.execute("PRAGMA synchronous = FULL");
                statement.execute("PRAGMA foreign_keys = ON");
                statement.execute("PRAGMA query_only = " + (write ? "OFF" : "ON"));
                requireVersion(statement);
                // The driver would begin the next transaction, with its locks, at each commit of its own.
                connection.setAutoCommit(false);
                statement.execute("COMMIT");
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Made aside and put in place whole, so that an empty file always means that something went wrong. */
    private void create() {
        Path draft = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + ".new");
        PrivateFiles.create(draft);
        try {
            initialise(draft);
            publish(draft);
        } catch (SQLException | IOException e) {
            throw new StoreException("the store " + path + " cannot be made: " + e.getMessage(), e);
        } finally {
            deleteQuietly(draft);
        }
    }

    private static void initialise(Path file) throws SQLException {
        try (Connection connection = open(file, true);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA user_version = 0");
        }
    }

    /** Leaves the one in place that another process put there meanwhile. */
    private void publish(Path draft) throws IOException {
        try {
            Files.createLink(path, draft);
        } catch (FileAlreadyExistsException e) {
            // the other one's is as good
        } catch (IOException | UnsupportedOperationException e) {
            if (!Files.exists(path)) {
                Files.move(draft, path);
            }
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // an empty file with a telling name stays behind
        }
    }

    private void refuseEmpty() {
        if (isEmpty()) {
            throw new StoreException("the store " + path + " is an empty file, which a store never is:"
                    + " restore it from a backup, or remove it to begin with nothing");
        }
    }

    private boolean isEmpty() {
        try {
            return Files.size(path) == 0;
        } catch (IOException e) {
            throw new StoreException("the store " + path + " cannot be read: " + PrivateFiles.reason(e), e);
        }
    }

    private static Connection open(Path file, boolean create) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        if (!create) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        return config.createConnection(PREFIX + file);
    }

    private static void requireVersion(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT sqlite_version()")) {
            row.next();
            String found = row.getString(1);
            String[] parts = found.split("\\.");
            for (int i = 0; i < OLDEST.length; i++) {
                int difference = Integer.parseInt(parts[i]) - OLDEST[i];
                if (difference > 0) {
                    return;
                }
                if (difference < 0) {
                    throw new StoreException("SQLite " + found + " is too old: put org.xerial:sqlite-jdbc 3.51.3 or"
                            + " newer on the class path");
                }
            }
        }
    }
}
