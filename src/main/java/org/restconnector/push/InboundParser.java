package org.restconnector.push;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON of somebody we do not know, token by token: within limits, UTF-8 alone, no name twice in an
 * object. What is wrong is said in words for its sender.
 */
final class InboundParser implements AutoCloseable {

    static final int MAX_DEPTH = 100;
    static final long MAX_TOKENS = 5_000_000;
    static final int MAX_FIELDS = 100_000;
    static final int MAX_NUMBER = 10_000;
    static final int MAX_EXPONENT = 9;
    static final int MAX_NAME = 50_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // names are the sender's: they must not fill the JVM's table of strings
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxTokenCount(MAX_TOKENS)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(MAX_NUMBER)
                    .maxNameLength(MAX_NAME)
                    .build())
            .build();

    private final byte[] bytes;
    private final int offset;
    private final String place;
    private final JsonParser parser;
    private final int[] fields = new int[MAX_DEPTH + 1];
    private int depth;

    private InboundParser(byte[] bytes, int offset, String place, JsonParser parser) {
        this.bytes = bytes;
        this.offset = offset;
        this.place = place;
        this.parser = parser;
    }

    /** @param place what a message begins with: {@code ""}, or {@code "line 3: "} */
    static InboundParser open(byte[] bytes, int offset, int length, String place) {
        checkUtf8(bytes, offset, length, place);
        try {
            return new InboundParser(bytes, offset, place, FACTORY.createParser(bytes, offset, length));
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }

    /** The next token; null at the end. */
    JsonToken next() {
        try {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.FIELD_NAME) {
                if (++fields[depth] > MAX_FIELDS) {
                    throw invalid("an object has more than " + MAX_FIELDS + " fields");
                }
            } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                fields[++depth] = 0;
            } else if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                depth--;
            } else if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.getTextLength() > MAX_EXPONENT) {
                checkExponent(parser.getText());
            }
            return token;
        } catch (IOException | IllegalStateException e) {
            throw invalid(complaint(e));
        }
    }

    /** Every number that is taken in can be read again: Java holds exponents of no more digits. */
    private void checkExponent(String number) {
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E')) + 1;
        if (exponent > 0
                && number.substring(exponent).replaceFirst("^[+-]?0*", "").length() > MAX_EXPONENT) {
            throw invalid("a number's exponent has more than " + MAX_EXPONENT + " digits");
        }
    }

    /** Goes on to the end of the value whose first token was read last. */
    void skipValue() {
        int outside = depth;
        if (parser.currentToken().isStructStart()) {
            while (depth >= outside) {
                next();
            }
        }
    }

    JsonToken token() {
        return parser.currentToken();
    }

    int depth() {
        return depth;
    }

    /** A field's name, or the text of a value. */
    String text() {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw invalid(complaint(e));
        }
    }

    long tokens() {
        return parser.currentTokenCount();
    }

    /** Where the last token begins in the array. */
    int tokenStart() {
        return offset + (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Where the last token ends in the array, if it closed an object. */
    int tokenEnd() {
        return offset + (int) parser.currentLocation().getByteOffset();
    }

    byte[] bytes() {
        return bytes;
    }

    void end() {
        if (next() != null) {
            throw invalid("something follows the value");
        }
    }

    InboxRefusal invalid(String message) {
        return InboxRefusal.invalidJson(place + message);
    }

    /** What a message calls the value whose first token was read last. */
    String typeName() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "a number";
        };
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be closed", e);
        }
    }

    /** The library's own words name its settings and classes, which are none of the sender's business. */
    private static String complaint(Exception e) {
        String words = String.valueOf(
                e instanceof JsonProcessingException problem ? problem.getOriginalMessage() : e.getMessage());
        if (e instanceof StreamConstraintsException || e instanceof IllegalStateException) {
            if (words.contains("depth")) {
                return "it is deeper than " + MAX_DEPTH + " levels";
            }
            if (words.contains("oken count")) {
                return "it has more than " + MAX_TOKENS + " tokens";
            }
            return words.startsWith("Number")
                    ? "a number has more than " + MAX_NUMBER + " characters"
                    : "a name has more than " + MAX_NAME + " characters, or there are too many like it";
        }
        String said = words.lines().findFirst().orElse("");
        for (String inside : new String[] {" (start marker", "[Source", ": enable `", "`"}) {
            int at = said.indexOf(inside);
            said = at < 0 ? said : said.substring(0, at);
        }
        return said.strip()
                + (e instanceof JsonParseException problem && problem.getLocation() != null
                        ? " (line " + problem.getLocation().getLineNr() + ", column "
                                + problem.getLocation().getColumnNr() + ")"
                        : "");
    }

    private static void checkUtf8(byte[] bytes, int offset, int length, String place) {
        // the parser would take UTF-16 and UTF-32 as well, which have zero bytes at the start
        for (int i = offset; i < offset + Math.min(length, 4); i++) {
            if (bytes[i] == 0) {
                throw InboxRefusal.invalidJson(place + "it is not UTF-8");
            }
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        CharBuffer out = CharBuffer.allocate(Math.min(8192, length + 1));
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw InboxRefusal.invalidJson(place + "it is not UTF-8 at byte " + (in.position() - offset));
        }
    }
}
