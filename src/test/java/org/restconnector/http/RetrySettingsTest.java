package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrySettingsTest {
    private final RetrySettings settings =
            new RetrySettings(5, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMinutes(10), Set.of(403));

    @Test
    void waitsTwiceAsLongEachTimeUpToTheLongest() {
        assertThat(IntStream.rangeClosed(1, 8)
                        .mapToLong(retry -> settings.delayBefore(retry, 0).toMillis()))
                .containsExactly(1000L, 2000L, 4000L, 8000L, 16000L, 32000L, 60000L, 60000L);
        assertThat(settings.delayBefore(10_000, 1)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void jitterOnlyLengthens() {
        assertThat(settings.delayBefore(1, 1)).isEqualTo(Duration.ofMillis(1200));
        assertThat(settings.delayBefore(1, 0.5)).isEqualTo(Duration.ofMillis(1100));
    }

    @Test
    void triesAgainForPassingFaultsAndWhatTheUserNamed() {
        assertThat(IntStream.rangeClosed(100, 599).filter(settings::retriesFor).filter(status -> status < 520))
                .containsExactly(403, 408, 425, 429, 500, 502, 503, 504);
        assertThat(IntStream.rangeClosed(520, 599)).allMatch(settings::retriesFor);
    }
}
