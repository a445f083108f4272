package org.restconnector.store;

import java.math.BigDecimal;
import java.util.Map;

/** Finds what a database cannot hold exactly in a record. */
record TableRecordCheck(Dialect dialect) {
    /** Of a key in an index of PostgreSQL, with a margin; see its documentation, "Limits". */
    private static final int MAX_KEY_BYTES = 2_600;

    // https://www.postgresql.org/docs/15/datatype-numeric.html
    private static final int MAX_INTEGER_DIGITS = 131_072;
    private static final int MAX_FRACTION_DIGITS = 16_383;

    void check(Tables.Row row) {
        text("the record's id", row.recordId());
        if (dialect == Dialect.POSTGRESQL && TableName.bytes(row.recordId()) > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("the record's id has " + TableName.bytes(row.recordId())
                    + " bytes; PostgreSQL can index " + MAX_KEY_BYTES);
        }
        row.record().forEach((name, value) -> {
            String field = "field '" + (name.length() > 100 ? name.substring(0, 100) + "..." : name) + "'";
            text(field, name);
            value(field, value);
        });
    }

    private void value(String field, Object value) {
        if (value instanceof String text) {
            text(field, text);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, child) -> {
                text(field, (String) name);
                value(field, child);
            });
        } else if (value instanceof Iterable<?> list) {
            list.forEach(child -> value(field, child));
        } else if (value instanceof BigDecimal number && dialect == Dialect.POSTGRESQL) {
            number(field, number);
        }
    }

    private void text(String field, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 && dialect == Dialect.POSTGRESQL) {
                throw new IllegalArgumentException(field + " holds a NUL character, which PostgreSQL cannot store");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException(field + " holds half a surrogate pair ("
                            + String.format("\\u%04x", (int) c) + "), which UTF-8 cannot store");
                }
                i++;
            }
        }
    }

    private static void number(String field, BigDecimal number) {
        long integerDigits = (long) number.precision() - number.scale();
        if (integerDigits > MAX_INTEGER_DIGITS || number.scale() > MAX_FRACTION_DIGITS) {
            throw new IllegalArgumentException(field + " holds a number with " + Math.max(integerDigits, 0)
                    + " digits before the point and " + Math.max(number.scale(), 0) + " after it; PostgreSQL allows "
                    + MAX_INTEGER_DIGITS + " and " + MAX_FRACTION_DIGITS);
        }
    }
}
