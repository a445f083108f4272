package org.restconnector.pull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.settings.Durations;
import org.restconnector.settings.Parameters;

/** When the runs of a pull start: {@code cron} if it is there, else {@code every}. */
record ScheduleSettings(Duration every, Optional<Cron> cron) {
    ScheduleSettings {
        Objects.requireNonNull(every, "every");
        Objects.requireNonNull(cron, "cron");
    }

    static ScheduleSettings of(Parameters parameters, ZoneId timeZone) {
        boolean both = parameters.given("every") && parameters.given("cron");
        // of the two, the one that was written here wins
        if (both && parameters.outOfPlace(parameters.own("cron") ? "every" : "cron")) {
            parameters.problem("cron", "contradicts 'every'; give one of them");
        }
        Duration every = parameters.duration("every");
        if (every.isZero()) {
            parameters.problem("every", "must be longer than 0s");
        }
        return new ScheduleSettings(every, parameters.parsed("cron", text -> Cron.of(text, timeZone)));
    }

    /** When that many more periods have passed; empty if the schedule ends before. */
    Optional<Instant> after(Instant from, int periods) {
        if (cron.isEmpty()) {
            return Optional.of(from.plus(every.multipliedBy(periods)));
        }
        Optional<Instant> time = Optional.of(from);
        for (int i = 0; i < periods; i++) {
            time = time.flatMap(cron.get()::next);
        }
        return time;
    }

    /** As users write it: {@code every 15m}. */
    String text() {
        return cron.map(expression -> "cron " + expression).orElseGet(() -> "every " + Durations.text(every));
    }
}
