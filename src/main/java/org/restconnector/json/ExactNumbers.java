package org.restconnector.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.math.BigDecimal;

/** Reads a number as Integer, Long, BigInteger or BigDecimal; of a zero, the sign as well. */
final class ExactNumbers extends StdDeserializer<Number> {
    private static final long serialVersionUID = 1;

    ExactNumbers() {
        super(Number.class);
    }

    @Override
    public Number deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            Number number = parser.getNumberValue();
            return number instanceof Integer whole && whole == 0 && isNegative(parser) ? new NegativeZero(0) : number;
        }
        if (!parser.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
            return (Number) context.handleUnexpectedToken(Number.class, parser);
        }
        BigDecimal number = Json.decimal(parser);
        return number.signum() == 0 && isNegative(parser) ? new NegativeZero(number.scale()) : number;
    }

    private static boolean isNegative(JsonParser parser) throws IOException {
        return parser.getTextCharacters()[parser.getTextOffset()] == '-';
    }
}
