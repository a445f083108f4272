package org.restconnector.store;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of one page, and what their fields ask of the table. Belongs to one transaction. */
final class TablePage {
    // A longer value leaves such a pointer in the row, and stands elsewhere.
    private static final int POINTER_BYTES = 24;
    private static final int SYSTEM_BYTES = 4 * POINTER_BYTES;

    private final TableDialect dialect;
    private final TableShape shape;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> fields = new ArrayList<>();
    private final List<ColumnType> types = new ArrayList<>();
    private final List<Values> values = new ArrayList<>();

    TablePage(TableDialect dialect, TableShape shape) {
        this.dialect = dialect;
        this.shape = shape;
    }

    void add(Tables.Row row) {
        Values found = new Values(row, new ArrayList<>(), new LinkedHashMap<>());
        int[] bytes = {SYSTEM_BYTES};
        row.record().forEach((name, value) -> {
            if (value != null) {
                int place = places.computeIfAbsent(name, this::place);
                if (place < 0 || (bytes[0] += inlineBytes(value)) > dialect.rowBytes()) {
                    found.more().put(name, value);
                } else {
                    types.set(place, joined(types.get(place), value));
                    found.set(place, value);
                }
            }
        });
        values.add(found);
    }

    private int place(String field) {
        if (!shape.admit(field)) {
            return -1;
        }
        fields.add(field);
        types.add(null);
        return fields.size() - 1;
    }

    private ColumnType joined(ColumnType before, Object value) {
        ColumnType type = dialect.typeOf(value);
        return before == null ? type : before.join(type);
    }

    private int inlineBytes(Object value) {
        if (dialect.rowBytes() == Integer.MAX_VALUE || value instanceof Boolean || TableValues.isLong(value)) {
            return Long.BYTES;
        }
        if (value instanceof String text) {
            return text.length() >= POINTER_BYTES ? POINTER_BYTES : Math.min(POINTER_BYTES, 4 + TableName.bytes(text));
        }
        return value instanceof BigDecimal number
                ? Math.min(POINTER_BYTES, 12 + number.precision() / 2)
                : POINTER_BYTES;
    }

    /** The fields that have a column, or need one, with the type that holds all their values here. */
    Map<String, ColumnType> fields() {
        Map<String, ColumnType> all = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            if (types.get(i) != null) {
                all.put(fields.get(i), types.get(i));
            }
        }
        return all;
    }

    boolean hasMore() {
        return values.stream().anyMatch(row -> !row.more().isEmpty());
    }

    List<Values> values() {
        return values;
    }

    /** The row's value of the field, or null. */
    Object value(Values row, String field) {
        int place = places.get(field);
        return place < row.columns().size() ? row.columns().get(place) : null;
    }

    /**
     * One row.
     *
     * @param columns the values in the order of the page's fields, null where it lacks one
     * @param more the fields that have no column
     */
    record Values(Tables.Row row, List<Object> columns, Map<String, Object> more) {
        void set(int place, Object value) {
            while (columns.size() <= place) {
                columns.add(null);
            }
            columns.set(place, value);
        }
    }
}
