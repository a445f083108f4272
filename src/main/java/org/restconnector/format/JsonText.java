package org.restconnector.format;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import org.restconnector.json.Json;

/** What the walks through JSON share: parsers, values that are proved but not kept, and complaints. */
final class JsonText {
    /** Longer whole numbers are proved by reading them. */
    private static final int DIGITS_OF_A_LONG = 18;

    private JsonText() {}

    static JsonParser parser(TextEncoding text) throws IOException {
        return text.utf8()
                ? Json.mapper().getFactory().createParser(text.bytes())
                : Json.mapper().getFactory().createParser(text.reader());
    }

    /**
     * Goes to the end of the value that begins at the parser's token, and proves on the way what reading it
     * would: numbers are read, as some that look like one are not.
     *
     * @return what it is
     */
    static String skip(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        String type = type(token);
        int depth = 0;
        while (true) {
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                Json.decimal(parser);
            } else if (token == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() > DIGITS_OF_A_LONG) {
                parser.getNumberValue();
            }
            if (depth == 0) {
                return type;
            }
            token = parser.nextToken();
        }
    }

    private static String type(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "object";
            case START_ARRAY -> "array";
            case VALUE_STRING -> "string";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            default -> "number";
        };
    }

    static String place(JsonLocation location) {
        return " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** Something that may find that it is no JSON. */
    interface Step<T> {
        T run() throws IOException;
    }

    /** @param parser where it is when a number is found to be none */
    static <T> T checked(JsonParser parser, Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (JsonProcessingException e) {
            throw e.getCause() instanceof FormatException fault ? fault : new FormatException(Json.complaint(e), e);
        } catch (NumberFormatException e) {
            throw new FormatException(e.getMessage() + place(parser.currentTokenLocation()), e);
        } catch (CharacterCodingException e) {
            throw new FormatException(
                    "a byte is no character of its charset, near" + place(parser.currentTokenLocation()), e);
        }
    }
}
