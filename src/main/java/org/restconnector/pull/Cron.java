package org.restconnector.pull;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/** A cron expression: 5 fields as UNIX has them, or 6 or 7 as Quartz. Safe for use by many threads. */
final class Cron {
    private final String text;
    private final CronExpression expression;

    private Cron(String text, CronExpression expression) {
        this.text = text;
        this.expression = expression;
    }

    /** @throws IllegalArgumentException if the text is no cron expression, saying why */
    static Cron of(String text, ZoneId timeZone) {
        String[] fields = text.strip().split("\\s+");
        try {
            CronExpression expression =
                    new CronExpression(fields.length == 5 ? UnixCron.toQuartz(fields) : text.strip());
            expression.setTimeZone(TimeZone.getTimeZone(timeZone));
            if (expression.getNextValidTimeAfter(new Date()) == null) {
                throw new IllegalArgumentException("is '" + text + "', which never comes");
            }
            return new Cron(text.strip(), expression);
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    "is '" + text + "', which is no cron expression of 5, 6 or 7 fields: " + e.getMessage(), e);
        } catch (NoClassDefFoundError e) {
            throw new IllegalArgumentException("needs the library org.quartz-scheduler:quartz on the class path", e);
        }
    }

    /** The first time after the given one; empty if there is none. */
    Optional<Instant> next(Instant after) {
        return Optional.ofNullable(expression.getNextValidTimeAfter(Date.from(after)))
                .map(Date::toInstant);
    }

    /** As the user wrote it. */
    @Override
    public String toString() {
        return text;
    }
}
