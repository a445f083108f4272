package org.restconnector.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.math.BigDecimal;

/** Writes a number without an exponent unless it came with one: Java would write {@code 0.0000001} as {@code 1E-7}. */
final class PlainDecimals extends JsonSerializer<BigDecimal> {
    /** Digits after the point that nobody writes; a number of a few bytes could else become gigabytes. */
    private static final int LONGEST = 1000;

    @Override
    public void serialize(BigDecimal value, JsonGenerator generator, SerializerProvider provider) throws IOException {
        generator.writeNumber(value.scale() < 0 ? value.toString() : text(value));
    }

    /** In plain digits, if that is no longer than reasonable. */
    static String text(BigDecimal value) {
        return Math.abs((long) value.scale()) <= LONGEST ? value.toPlainString() : value.toString();
    }
}
