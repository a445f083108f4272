package org.restconnector.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** The embedded database: one writer, several readers. */
final class SqliteDatabase implements Database {
    private final Path file;
    private final SqliteWriter writer;
    private final SqliteReaders readers;

    SqliteDatabase(SqliteFile file, Clock clock, FaultHook faults) {
        SqlErrors errors = new SqlErrors(Dialect.SQLITE, file.path().toString());
        this.file = file.path();
        this.writer = new SqliteWriter(file, clock, faults, errors);
        this.readers = new SqliteReaders(file, clock, errors);
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public <T> T write(Store.Work<T> work) {
        return writer.write(work);
    }

    @Override
    public <T> T read(Store.Work<T> work) {
        return readers.read(work);
    }

    @Override
    public boolean isWorking() {
        return writer.isWorking();
    }

    @Override
    public Map<String, Path> files() {
        return Map.of("database", file, "log", file.resolveSibling(file.getFileName() + "-wal"));
    }

    @Override
    public void compact(Pace pace) {
        while (pace.write(this, SqliteCompaction::step) && pace.next()) {
            // the next pages
        }
        writer.shortenLog();
    }

    /** The writer last, as the last connection to close puts all into the one file. */
    @Override
    public void close() {
        readers.close();
        writer.close();
    }
}
