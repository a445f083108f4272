package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("1994-11-06T08:49:37Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1000",
                "120 | 120000",
                " 7  | 7000",
                "1.5 | 1500",
                "0.0001 | 1",
                "Sun, 06 Nov 1994 08:49:47 GMT | 10000",
                "Sunday, 06-Nov-94 08:50:37 GMT | 60000",
                "Sun Nov  6 08:49:38 1994 | 1000"
            })
    void saysHowLongToWait(String value, long millis) {
        assertThat(RetryAfter.parse(value, NOW)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0.0",
                "-1",
                "+5",
                "1e3",
                "soon",
                "10s",
                "99999999999999999999",
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:36 GMT",
                "Mon, 06 Nov 1994 08:49:47 GMT",
                "Sat Nov  6 08:49:38 +999999999"
            })
    void whatIsPastOrUnreadableSaysNothing(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }
}
