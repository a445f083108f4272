package org.restconnector.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes records as rows of users' tables, which it creates and widens by itself. */
public interface Tables {

    /**
     * Refuses a record that the database cannot hold exactly (a NUL in a PostgreSQL text), naming the
     * field.
     *
     * @throws IllegalArgumentException with the reason
     */
    void check(Map<String, Object> record);

    /** Writes the rows in their order, creating and widening the table as they need it. */
    void write(Transaction transaction, Target target, List<Row> rows);

    /**
     * @param primaryKey paths of the fields that identify a row; empty: the {@code _record_id}
     */
    record Target(String table, List<String> primaryKey, Mode mode) {
        public Target {
            primaryKey = List.copyOf(primaryKey);
        }
    }

    /** How a row whose key is there already is treated. */
    enum Mode {
        UPSERT,
        APPEND
    }

    /**
     * @param record values as the JSON reader made them: Map, List, String, Boolean, Integer, Long,
     *     BigInteger, BigDecimal, null
     */
    record Row(Map<String, Object> record, String recordId, Optional<String> runId) {}
}
