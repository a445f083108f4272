package org.restconnector.pull;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Writes the five fields of crontab(5) as Quartz wants them: seconds first, {@code ?} in one of the two
 * day fields, days of the week from 1 (Sunday) instead of 0.
 */
final class UnixCron {
    private UnixCron() {}

    /** @throws IllegalArgumentException where crontab means 'either day' and Quartz has no word for it */
    static String toQuartz(String[] fields) {
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
