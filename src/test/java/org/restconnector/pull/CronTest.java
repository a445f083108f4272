package org.restconnector.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    /** 2026-11-22 is a Sunday. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 * * * * | 2026-11-22T05:00:00Z",
                "*/15 * * * * | 2026-11-22T04:45:00Z",
                "30 6 * * * | 2026-11-22T06:30:00Z",
                "0 6 * * 1 | 2026-11-23T06:00:00Z",
                "0 6 * * 1-5 | 2026-11-23T06:00:00Z",
                "0 6 * * 0 | 2026-11-22T06:00:00Z",
                "0 6 * * 7 | 2026-11-22T06:00:00Z",
                "0 6 * * 5-7 | 2026-11-22T06:00:00Z",
                "0 6 * * mon,wed | 2026-11-23T06:00:00Z",
                "0 6 1 * * | 2026-12-01T06:00:00Z",
                "0 6 1 1 * | 2027-01-01T06:00:00Z",
                "0 0 6 * * ? | 2026-11-22T06:00:00Z",
                "30 0 6 ? * MON-FRI 2027 | 2027-01-01T06:00:30Z"
            })
    void tellsTheNextTime(String expression, Instant next) {
        assertThat(Cron.of(expression, UTC).next(Instant.parse("2026-11-22T04:40:00Z")))
                .contains(next);
    }

    @Test
    void looksAtTheClockOfItsTimeZone() {
        assertThat(Cron.of("0 6 * * *", ZoneId.of("Europe/Berlin")).next(Instant.parse("2026-11-22T04:40:00Z")))
                .contains(Instant.parse("2026-11-22T05:00:00Z"));
    }

    @Test
    void refusesAScheduleWhoseYearsAreOver() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cron.of("0 0 6 * * ? 2020", UTC))
                .withMessageContaining("never comes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hourly", "* * * *", "61 * * * *", "0 6 1 * 1", "0 0 6 * * * * *"})
    void refusesWhatIsNone(String expression) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cron.of(expression, UTC));
    }
}
