package org.restconnector.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinceValueTest {
    private static final List<Object> NUMBERS = List.of(
            "-170141183460469231731687303715884105728",
            new BigDecimal("-1e30"),
            -1200,
            -12,
            new BigDecimal("-1.2"),
            new BigDecimal("-1.1"),
            -1,
            new BigDecimal("-0.0001"),
            0,
            new BigDecimal("0.00000000000000000000000001"),
            "0.5",
            1,
            new BigDecimal("1.1"),
            "1.19",
            9,
            "10",
            9_223_372_036_854_775_807L,
            "9223372036854775808",
            new BigDecimal("1e400"));

    private static final List<Object> TIMES = List.of(
            "0001-01-01",
            "1969-12-31T23:59:59.999Z",
            "1970-01-01",
            "2026-01-01T01:00:00+02:00",
            "2025-12-31 23:00:00.000000001",
            "2026-01-01",
            "2026-01-01T00:00:00.1Z",
            "2026-01-01T01:00+0030");

    private static final List<Object> TEXTS = List.of("A", "a", "ab", "b", "ä", "\uffee", "\ud83d\ude00");

    @Test
    void valuesOfAKindHaveTheirOrderAndSoHaveTheirKeys() {
        for (List<Object> values : List.of(NUMBERS, TIMES, TEXTS)) {
            for (int i = 0; i < values.size(); i++) {
                for (int j = 0; j < values.size(); j++) {
                    SinceValue one = value(values.get(i));
                    SinceValue other = value(values.get(j));
                    assertThat(one.isAfter(other)).as(one + " after " + other).isEqualTo(i > j);
                    assertThat(Arrays.compareUnsigned(one.key(), other.key()) > 0)
                            .isEqualTo(i > j);
                }
            }
        }
    }

    @Test
    void equalValuesAreNotAfterEachOther() {
        for (List<Object> pair : List.<List<Object>>of(
                List.of(1, new BigDecimal("1.00")),
                List.of("1.10", new BigDecimal("1.1")),
                List.of(0, "-0.0"),
                List.of("2026-01-01T00:00:00Z", "2026-01-01T02:00:00+02:00"),
                List.of("2026-01-01", "2026-01-01T00:00:00"))) {
            assertThat(value(pair.get(0)).isAfter(value(pair.get(1)))).isFalse();
            assertThat(value(pair.get(1)).isAfter(value(pair.get(0)))).isFalse();
        }
    }

    @Test
    void valuesOfDifferentKindsAreNotCompared() {
        assertThatIllegalArgumentException().isThrownBy(() -> value(1).isAfter(value("2026-01-01")));
        assertThat(value("2026-02-30").kind()).isEqualTo(SinceValue.Kind.TEXT);
    }

    private static SinceValue value(Object seen) {
        return SinceFormat.AS_SEEN.read(seen).orElseThrow();
    }
}
