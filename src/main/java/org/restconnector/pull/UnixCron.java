package org.restconnector.pull;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes the five fields of crontab(5) as Quartz wants them: seconds first, {@code ?} in one of the two
 * day fields, days of the week from 1 (Sunday) instead of 0.
 */
final class UnixCron {
    private static final Pattern ITEM = Pattern.compile("(?:[*?]|(\\w+)(?:-(\\w+))?)(?:/(\\d{1,4}))?");

    /** The five fields, and what each may hold. */
    private enum Field {
        MINUTE(0, 59, ""),
        HOUR(0, 23, ""),
        DAY_OF_MONTH(1, 31, ""),
        MONTH(1, 12, "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"),
        DAY_OF_WEEK(0, 7, "SUNMONTUEWEDTHUFRISAT");

        private final int least;
        private final int most;
        private final String names;

        Field(int least, int most, String names) {
            this.least = least;
            this.most = most;
            this.names = names;
        }

        void check(String item) {
            Matcher matcher = ITEM.matcher(item);
            if (!matcher.matches()
                    || matcher.group(3) != null && Integer.parseInt(matcher.group(3)) == 0
                    || matcher.group(1) != null && !in(matcher.group(1), matcher.group(2))) {
                throw new IllegalArgumentException("has '" + item + "' as the "
                        + name().toLowerCase(Locale.ROOT).replace('_', ' ') + "; allowed are *, numbers from " + least
                        + " to " + most + (names.isEmpty() ? "" : ", names as " + names.substring(0, 3))
                        + ", ranges as 1-5 and steps as */2");
            }
        }

        private boolean in(String from, String to) {
            int first = number(from);
            int last = to == null ? most : number(to);
            return first >= least && first <= last && last <= most;
        }

        private int number(String text) {
            if (text.matches("\\d{1,2}")) {
                return Integer.parseInt(text);
            }
            int at = text.length() == 3 ? names.indexOf(text.toUpperCase(Locale.ROOT)) : -1;
            return at >= 0 && at % 3 == 0 ? at / 3 + (this == MONTH ? 1 : 0) : -1;
        }
    }

    private UnixCron() {}

    /** @throws IllegalArgumentException where crontab means 'either day' and Quartz has no word for it */
    static String toQuartz(String[] fields) {
        for (Field field : Field.values()) {
            for (String item : fields[field.ordinal()].split(",", -1)) {
                field.check(item);
            }
        }
        String dayOfMonth = fields[2];
        String dayOfWeek =
                Arrays.stream(fields[4].split(",")).map(UnixCron::days).collect(Collectors.joining(","));
        boolean anyDayOfWeek = fields[4].equals("*") || fields[4].equals("?");
        boolean anyDayOfMonth = dayOfMonth.equals("*") || dayOfMonth.equals("?");
        if (!anyDayOfMonth && !anyDayOfWeek) {
            throw new IllegalArgumentException(
                    "limits the day of the month and the day of the week; limit one of them");
        }
        String month = anyDayOfWeek ? anyDayOfMonth ? "*" : dayOfMonth : "?";
        return String.join(" ", "0", fields[0], fields[1], month, fields[3], anyDayOfWeek ? "?" : dayOfWeek);
    }

    private static String days(String item) {
        String[] step = item.split("/", 2);
        String[] range = step[0].split("-", 2);
        String days = range.length == 2 ? range(range[0], range[1]) : day(range[0]);
        return step.length == 2 ? days + "/" + step[1] : days;
    }

    private static String range(String from, String to) {
        return day(from) + "-" + (to.equals("7") ? "7,1" : day(to));
    }

    private static String day(String day) {
        return day.matches("[0-7]") ? String.valueOf(Integer.parseInt(day) % 7 + 1) : day;
    }
}
