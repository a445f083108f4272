package org.restconnector.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.restconnector.json.Json;

/** What can be said of a record's values without a database. */
final class TableValues {
    private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    private TableValues() {}

    static boolean isNested(Object value) {
        return value instanceof Map || value instanceof List;
    }

    /** An integer of 64 bits; {@code 1.0} is none. */
    static boolean isLong(Object value) {
        return value instanceof Long
                || value instanceof Integer
                || value instanceof BigInteger big && big.compareTo(MIN_LONG) >= 0 && big.compareTo(MAX_LONG) <= 0;
    }

    static BigDecimal decimal(Object number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        return number instanceof BigInteger big
                ? new BigDecimal(big)
                : BigDecimal.valueOf(((Number) number).longValue());
    }

    /** Whether there is a double of exactly this value, not just one near it. */
    static boolean isExactDouble(Object number) {
        BigDecimal decimal = decimal(number);
        double nearest = decimal.doubleValue();
        return Double.isFinite(nearest) && new BigDecimal(nearest).compareTo(decimal) == 0;
    }

    /** As it stands in a column of text: a string as it is, all else as in JSON. */
    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        return isNested(value) ? Json.text(value) : value.toString();
    }
}
