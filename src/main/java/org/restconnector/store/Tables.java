package org.restconnector.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Writes records as rows of users' tables, which it creates and widens by itself. */
public interface Tables {

    /**
     * Refuses a table that no record may go to, as its name is reserved or none at all. Does not look
     * at the database.
     *
     * @throws IllegalArgumentException with the reason
     */
    void check(Target target);

    /**
     * Refuses a record that the database cannot hold exactly (a NUL in a PostgreSQL text), naming the
     * field.
     *
     * @throws IllegalArgumentException with the reason
     */
    void check(Row row);

    /**
     * Writes the rows in their order, creating and widening the table as they need it. Of rows with
     * one id the last stays, unless the mode is {@link Mode#APPEND}.
     *
     * @throws StoreException if the table cannot take the rows, naming it: a column's type, a constraint
     * @throws SQLException if the database fails
     */
    void write(Transaction transaction, Target target, List<Row> rows) throws SQLException;

    /**
     * Deletes the rows that none of these runs wrote; none if there is no such table, or no
     * {@code _run_id} in it.
     *
     * @throws StoreException if the table does not let them go, naming it
     * @throws SQLException if the database fails
     */
    void deleteOthers(Transaction transaction, Target target, List<String> runs) throws SQLException;

    /** @param table a name, on PostgreSQL also {@code schema.name} */
    record Target(String table, Mode mode) {
        public Target {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(mode, "mode");
        }
    }

    /** How a row whose {@code _record_id} is there already is treated. */
    enum Mode {
        UPSERT,
        APPEND,
        /** As {@link #UPSERT}; what a run did not write is deleted at its end. */
        REPLACE
    }

    /**
     * @param record values as the JSON reader made them: Map, List, String, Boolean, Integer, Long,
     *     BigInteger, BigDecimal, null
     * @param recordId what the record is known by, {@code _record_id}
     */
    record Row(Map<String, Object> record, String recordId, Optional<String> runId) {
        public Row {
            Objects.requireNonNull(record, "record");
            Objects.requireNonNull(recordId, "recordId");
            Objects.requireNonNull(runId, "runId");
        }
    }
}
