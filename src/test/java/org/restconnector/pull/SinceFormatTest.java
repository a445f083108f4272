package org.restconnector.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceFormatTest {
    @ParameterizedTest
    @CsvSource({
        "2026-05-06T07:08:09Z,             2026-05-05T07:08:09Z",
        "2026-05-06T07:08:09+02:00,        2026-05-05T07:08:09+02:00",
        "2026-05-06T07:08:09.1230-0530,    2026-05-05T07:08:09.1230-0530",
        "2026-05-06t07:08z,                2026-05-05t07:08z",
        "2026-05-06 07:08:09,              2026-05-05 07:08:09",
        "'2026-05-06 07:08:09,123 +02',    '2026-05-05 07:08:09,123 +02'",
        "2026-05-06T07:08:09.123456789012Z, 2026-05-05T07:08:09.123456789000Z",
        "2026-05-06,                       2026-05-05"
    })
    void aTimeIsWrittenAsItsLikeWasSeen(String seen, String dayBefore) {
        SinceValue value = SinceFormat.AS_SEEN.read(seen).orElseThrow();
        assertThat(value.kind()).isEqualTo(SinceValue.Kind.TIME);
        Instant earlier = value.time().orElseThrow().minusSeconds(86_400);
        assertThat(SinceFormat.AS_SEEN.write(earlier, Optional.of(value))).contains(dayBefore);
        assertThat(SinceFormat.AS_SEEN.send(value)).isEqualTo(seen);
    }

    @ParameterizedTest
    @CsvSource({
        "iso,                           2026-05-06T05:08:09.500Z",
        "yyyy-MM-dd,                    2026-05-06",
        "'EEE, dd MMM yyyy HH:mm:ss z', 'Wed, 06 May 2026 05:08:09 UTC'",
        "yyyyMMddHHmmss,                20260506050809"
    })
    void aTimeIsSentAsTheFormatSays(String format, String sent) {
        SinceFormat form = SinceFormat.of(format);
        SinceValue value = form.read("2026-05-06T07:08:09.5+02:00").orElseThrow();
        assertThat(form.send(value)).isEqualTo(sent);
        assertThat(form.read(sent).orElseThrow().kind()).isEqualTo(SinceValue.Kind.TIME);
    }

    @Test
    void numbersAreSecondsOrMillisecondsWhicheverIsOfTheseDays() {
        Instant time = Instant.parse("2026-05-06T05:08:09.123Z");
        for (Object number : List.of(1_778_044_089_123L, "1778044089.123", new BigDecimal("1778044089.123"))) {
            for (String format : List.of("iso", "epoch", "epoch-millis", "yyyy-MM-dd")) {
                assertThat(SinceFormat.of(format).read(number).flatMap(SinceValue::time))
                        .as(format + " " + number)
                        .contains(time);
            }
        }
        assertThat(SinceFormat.of("epoch-millis").read(5000).flatMap(SinceValue::time))
                .contains(Instant.ofEpochSecond(5));
        assertThat(SinceFormat.of("epoch").read(5000).flatMap(SinceValue::time)).contains(Instant.ofEpochSecond(5000));
        assertThat(SinceFormat.of("epoch").read(-1).flatMap(SinceValue::time)).contains(Instant.ofEpochSecond(-1));
    }

    @Test
    void whatIsNoTimeIsOfNoUseToAFormatOfTimes() {
        SinceFormat iso = SinceFormat.of("iso");
        for (Object value : List.of(
                "soon",
                "",
                true,
                List.of(1),
                new BigDecimal("1e999999999"),
                new BigDecimal("-1e-999999999"),
                new BigDecimal("1e30"),
                "2026-13-01")) {
            assertThat(iso.read(value)).as(String.valueOf(value)).isEmpty();
        }
        assertThat(SinceFormat.AS_SEEN.read("")).isEmpty();
        assertThat(SinceFormat.AS_SEEN.write(Instant.EPOCH, SinceFormat.AS_SEEN.read(7)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO", "unix", "", "HH:mm", "yyyy", "yyyy-MM-dd 'open"})
    void refusesAFormatThatCannotTellADay(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SinceFormat.of(text))
                .withMessageContaining("epoch-millis");
    }
}
