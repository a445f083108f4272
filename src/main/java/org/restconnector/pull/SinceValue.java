package org.restconnector.pull;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.restconnector.json.Json;

/**
 * The value of an incremental field: a number, a time or another text, each comparable with its like
 * alone. The bytes of its key have the same order, for databases.
 */
final class SinceValue {
    enum Kind {
        NUMBER,
        TIME,
        TEXT;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Object seen;
    private final Kind kind;
    private final Optional<Instant> time;
    private final byte[] key;

    private SinceValue(Object seen, Kind kind, Optional<Instant> time, byte[] order) {
        this.seen = seen;
        this.kind = kind;
        this.time = time;
        this.key = ByteBuffer.allocate(order.length + 1)
                .put((byte) kind.ordinal())
                .put(order)
                .array();
    }

    static SinceValue number(Object seen, BigDecimal number) {
        return new SinceValue(seen, Kind.NUMBER, Optional.empty(), order(number));
    }

    static SinceValue time(Object seen, Instant time) {
        byte[] order = ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(time.getEpochSecond() ^ Long.MIN_VALUE)
                .putInt(time.getNano())
                .array();
        return new SinceValue(seen, Kind.TIME, Optional.of(time), order);
    }

    static SinceValue text(String seen) {
        return new SinceValue(seen, Kind.TEXT, Optional.empty(), seen.getBytes(StandardCharsets.UTF_8));
    }

    /** Sign, exponent, digits; of a negative number all the other way round, with an end above every digit. */
    private static byte[] order(BigDecimal number) {
        if (number.signum() == 0) {
            return new byte[] {1};
        }
        BigDecimal stripped = number.stripTrailingZeros();
        byte[] digits = stripped.unscaledValue().abs().toString().getBytes(StandardCharsets.US_ASCII);
        int exponent = (stripped.precision() - stripped.scale()) ^ Integer.MIN_VALUE;
        if (number.signum() > 0) {
            return ByteBuffer.allocate(1 + Integer.BYTES + digits.length)
                    .put((byte) 2)
                    .putInt(exponent)
                    .put(digits)
                    .array();
        }
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) ~digits[i];
        }
        return ByteBuffer.allocate(1 + Integer.BYTES + digits.length + 1)
                .put((byte) 0)
                .putInt(~exponent)
                .put(digits)
                .put((byte) 0xff)
                .array();
    }

    /** As the record, or the user, had it: text or a number. */
    Object seen() {
        return seen;
    }

    Kind kind() {
        return kind;
    }

    /** The time, if it is one. */
    Optional<Instant> time() {
        return time;
    }

    byte[] key() {
        return key.clone();
    }

    boolean isLike(SinceValue other) {
        return kind == other.kind;
    }

    /** Whether it is larger; the two must be alike. */
    boolean isAfter(SinceValue other) {
        if (!isLike(other)) {
            throw new IllegalArgumentException("a " + kind + " has no place among values of kind " + other.kind);
        }
        return Arrays.compareUnsigned(key, other.key) > 0;
    }

    static SinceValue larger(SinceValue one, SinceValue other) {
        return other.isAfter(one) ? other : one;
    }

    /** What is stored of it. */
    String json() {
        return Json.text(seen);
    }

    @Override
    public String toString() {
        return kind + " " + json();
    }
}
