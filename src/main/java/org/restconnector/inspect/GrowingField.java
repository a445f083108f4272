package org.restconnector.inspect;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the field by which an API could be asked only for what is new: a time, or a number that grows. */
final class GrowingField {
    private static final String TIME =
            "\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d([.,]\\d{1,9})?)?\\s*" + "(Z|UTC|[+-]\\d\\d:?\\d\\d)?)?";
    private static final long YEAR_2000 = 946_684_800L;
    private static final long YEAR_2100 = 4_102_444_800L;

    private GrowingField() {}

    /** @param key what was found to be the primary key, which is the last resort */
    static Optional<String> of(List<Map<String, Object>> records, Optional<String> key) {
        Map<String, List<Object>> columns = Fields.of(records);
        Optional<String> time = columns.keySet().stream()
                .filter(path -> isTime(path, columns.get(path)))
                .min((one, other) -> Integer.compare(rank(one), rank(other)));
        return time.or(() -> key.filter(columns::containsKey).filter(path -> grows(columns.get(path))));
    }

    private static boolean isTime(String path, List<Object> values) {
        boolean named = rank(path) < Integer.MAX_VALUE;
        return named && values.stream().allMatch(value -> isTime(value));
    }

    private static boolean isTime(Object value) {
        if (value instanceof String text && text.matches(TIME)) {
            return true;
        }
        if (!String.valueOf(value).matches("\\d{10}(\\d{3})?(\\.\\d+)?")) {
            return false;
        }
        String digits = String.valueOf(value).replaceFirst("\\..*", "");
        long seconds = Long.parseLong(digits.substring(0, 10));
        return seconds > YEAR_2000 && seconds < YEAR_2100;
    }

    private static int rank(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        int depth = name.contains(".") ? 1 : 0;
        if (name.matches(".*(birth|expir|due|until|deadline).*")) {
            return Integer.MAX_VALUE;
        }
        if (name.matches(".*(updat|modif|chang|lastmod|systemmodstamp|edited|synced|revis).*")) {
            return depth;
        }
        if (name.matches(".*(timestamp|creat|insert|date|time|occurred|added|_at|\\bts$|_ts).*|ts|at")) {
            return 10 + depth;
        }
        return path.matches(".*(At|On|Date|Time)") ? 20 + depth : Integer.MAX_VALUE;
    }

    private static boolean grows(List<Object> values) {
        long before = Long.MIN_VALUE;
        for (Object value : values) {
            if (!(value instanceof Integer) && !(value instanceof Long) || ((Number) value).longValue() <= before) {
                return false;
            }
            before = ((Number) value).longValue();
        }
        return values.size() > 1;
    }
}
