package org.restconnector.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A table's columns, and which field may have one of them. Belongs to one transaction. */
final class TableShape {
    static final String RECORD_ID = "_record_id";
    static final String RUN_ID = "_run_id";
    static final String LOADED_AT = "_loaded_at";
    static final String MORE = "_more";

    /** Columns for fields; the fields beyond them go to {@code _more}. */
    static final int MAX_FIELDS = 500;

    private static final Set<String> SYSTEM = Set.of(RECORD_ID, RUN_ID, LOADED_AT, MORE);

    private final Map<String, TableColumn> columns = new LinkedHashMap<>();
    private final Set<String> taken;
    private int fields;

    /** @param reserved names that no field may have, in lower case */
    TableShape(List<TableColumn> found, List<String> reserved) {
        taken = new HashSet<>(reserved);
        taken.addAll(SYSTEM);
        found.forEach(this::put);
        fields = (int)
                columns.keySet().stream().filter(name -> !SYSTEM.contains(name)).count();
    }

    /** Made here, and so free to change the types of its columns: it begins with {@code _record_id}. */
    boolean isOurs() {
        return columns.keySet().stream().limit(1).anyMatch(RECORD_ID::equals);
    }

    void put(TableColumn column) {
        columns.put(column.name(), column);
        taken.add(folded(column.name()));
    }

    Optional<TableColumn> find(String name) {
        return Optional.ofNullable(columns.get(name));
    }

    List<TableColumn> columns() {
        return new ArrayList<>(columns.values());
    }

    /** Whether the field has a column, or gets one now: its name is then taken. */
    boolean admit(String field) {
        TableColumn column = columns.get(field);
        if (column != null) {
            return !column.computed() && !SYSTEM.contains(field);
        }
        if (fields == MAX_FIELDS
                || field.isEmpty()
                || field.indexOf('\0') >= 0
                || TableName.bytes(field) > TableName.MAX_BYTES
                || !taken.add(folded(field))) {
            return false;
        }
        fields++;
        return true;
    }

    private static String folded(String name) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
