package org.restconnector.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
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

    /** On 2026-03-29 Berlin's clocks go from 02:00 to 03:00, on 2026-10-25 from 03:00 back to 02:00. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 2 * * * | 2026-03-27T12:00:00Z | 03-28T01:30 03-29T01:30 03-30T00:30",
                "30 2 * * * | 2026-10-23T12:00:00Z | 10-24T00:30 10-25T00:30 10-26T01:30",
                "30 5 * * * | 2026-03-27T12:00:00Z | 03-28T04:30 03-29T03:30 03-30T03:30",
                "30 5 * * * | 2026-10-23T12:00:00Z | 10-24T03:30 10-25T04:30 10-26T04:30",
                "*/30 * * * * | 2026-03-29T00:15:00Z | 03-29T00:30 03-29T01:00 03-29T01:30",
                "*/30 * * * * | 2026-10-24T23:45:00Z | 10-25T00:00 10-25T00:30 10-25T01:00 10-25T01:30 10-25T02:00"
            })
    void keepsTimeWhenTheClocksChange(String expression, Instant after, String expected) {
        Cron cron = Cron.of(expression, ZoneId.of("Europe/Berlin"));
        List<String> times = new ArrayList<>();
        Instant time = after;
        for (int i = 0; i < expected.split(" ").length; i++) {
            time = cron.next(time).orElseThrow();
            times.add(time.toString().substring(5, 16));
        }
        assertThat(String.join(" ", times)).isEqualTo(expected);
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
