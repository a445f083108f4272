package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.settings.Parameters;
import org.restconnector.testing.PullParameters;

class TrafficTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-05-01T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"10/1s,10,1000", "1 / 500ms,1,500", "100000/1d,100000,86400000"})
    void readsARateLimit(String text, int requests, long millis) {
        assertThat(RateLimit.parse(text)).isEqualTo(new RateLimit(requests, Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10/", "/1s", "0/1s", "10/0s", "100001/1s", "10 per s", "1.5/1s", "10/s"})
    void refusesOtherLimits(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimit.parse(text))
                .withMessageContaining("is '" + (text.endsWith("/s") ? "s" : ""));
    }

    @ParameterizedTest
    @CsvSource({
        "X-RateLimit-Remaining: 0, X-RateLimit-Reset: 30, PT30S",
        "X-RateLimit-Remaining: 0, X-RateLimit-Reset: 1777636830, PT30S",
        "X-RateLimit-Remaining: 0, X-RateLimit-Reset: 1777636830500, PT30.5S",
        "X-RateLimit-Remaining: 0, 'X-RateLimit-Reset: Fri, 01 May 2026 12:00:30 GMT', PT30S",
        "RateLimit-Remaining: 0.0, RateLimit-Reset: 2026-05-01T14:00:30+02:00, PT30S",
        "X-Rate-Limit-Remaining: -1, X-Rate-Limit-Reset: 0.5, PT0.5S",
        "X-RateLimit-Remaining: 1, X-RateLimit-Reset: 30,",
        "X-RateLimit-Remaining: none, X-RateLimit-Reset: 30,",
        "X-RateLimit-Remaining: 0, X-RateLimit-Reset: 1777636770,",
        "X-RateLimit-Remaining: 0, X-RateLimit-Reset: soon,",
        "X-Other: 0, X-RateLimit-Reset: 30,"
    })
    void readsWhatAnApiSaysOfItsBudget(String remaining, String reset, Duration wait) {
        QuotaHeaders quota = QuotaHeaders.of(PullParameters.with());
        assertThat(quota.wait(200, fields(remaining, reset), NOON)).isEqualTo(Optional.ofNullable(wait));
    }

    @Test
    void aRefusalWithoutRetryAfterIsWaitedForAsItsResetSays() {
        QuotaHeaders quota = QuotaHeaders.of(PullParameters.with());
        assertThat(quota.wait(429, fields("X-RateLimit-Reset: 5"), NOON)).contains(Duration.ofSeconds(5));
        assertThat(quota.wait(429, fields("X-RateLimit-Reset: 5", "Retry-After: 1"), NOON))
                .isEmpty();
    }

    @Test
    void otherHeadersCanBeNamedOrNone() {
        QuotaHeaders named = QuotaHeaders.of(
                PullParameters.with("rateLimitRemaining", "X-Left", "rateLimitReset", "X-Until, X-Then"));
        assertThat(named.wait(200, fields("x-left: 0", "X-Then: 7"), NOON)).contains(Duration.ofSeconds(7));
        QuotaHeaders none = QuotaHeaders.of(PullParameters.with("rateLimitRemaining", "", "rateLimitReset", ""));
        assertThat(none.wait(429, fields("X-RateLimit-Remaining: 0", "X-RateLimit-Reset: 7"), NOON))
                .isEmpty();
        Parameters bad = PullParameters.with("rateLimitReset", "no name");
        QuotaHeaders.of(bad);
        assertThat(bad.problems()).hasSize(1);
    }

    private static Headers fields(String... lines) {
        List<Header> fields = new ArrayList<>();
        for (String line : lines) {
            String[] parts = line.split(": ", 2);
            fields.add(new Header(parts[0], parts[1]));
        }
        return new Headers(fields);
    }
}
