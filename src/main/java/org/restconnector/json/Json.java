package org.restconnector.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as this product reads and writes it: objects are ordered maps, numbers keep their exact value
 * and scale, nulls stay, nothing may follow the value. Safe for use by many threads.
 */
public final class Json {
    /** Objects and arrays within each other; deeper input is refused. */
    public static final int MAX_DEPTH = 1000;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNumberLength(100_000)
                            .maxNameLength(1_000_000)
                            .build())
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH + 10)
                            .build())
                    .build())
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule()
                    .addSerializer(BigDecimal.class, new PlainDecimals())
                    .addDeserializer(Number.class, new ExactNumbers()))
            .build();

    private Json() {}

    /** The shared mapper; it must not be reconfigured. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * The value as Map, List, String, Boolean, Integer, Long, BigInteger, BigDecimal or null.
     *
     * @throws IOException if the bytes are not exactly one JSON value
     */
    public static Object read(byte[] bytes, int offset, int length) throws IOException {
        return MAPPER.readValue(bytes, offset, length, Object.class);
    }

    /** As {@link #read(byte[], int, int)}. */
    public static Object read(String text) throws IOException {
        return MAPPER.readValue(text, Object.class);
    }

    /** The value as compact UTF-8 JSON, fields in the order they have. */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value: " + e.getOriginalMessage(), e);
        }
    }

    /** As {@link #write}, as text. */
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value: " + e.getOriginalMessage(), e);
        }
    }

    /** The value once more: nothing that is done to the copy's objects and arrays reaches it. */
    public static Object copy(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>(map.size() * 4 / 3 + 1);
            map.forEach((name, child) -> copy.put(name, copy(child)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(child -> copy.add(copy(child)));
            return copy;
        }
        return value;
    }

    /**
     * The parser's number, exactly.
     *
     * @throws JsonParseException if no Java can hold it: {@code 1e9999999999}
     */
    public static BigDecimal decimal(JsonParser parser) throws IOException {
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException e) {
            throw new JsonParseException(parser, "a number has an exponent of too many digits", e);
        }
    }

    /** A text as it is, a number in plain digits, anything else as JSON: what goes into a query or a header. */
    public static String plain(Object value) {
        if (value instanceof BigDecimal decimal) {
            return PlainDecimals.text(decimal);
        }
        return value instanceof CharSequence ? value.toString() : text(value);
    }

    /** What is wrong, in one line without its place. */
    public static String problem(JsonProcessingException e) {
        String line = e.getOriginalMessage().lines().findFirst().orElse("");
        // where the value began is told by the source, which is not shown
        return line.replaceFirst(" \\(start marker at .*", "").strip();
    }

    /** What a parser said of bad input, in one line: what, and where. */
    public static String complaint(IOException e) {
        if (!(e instanceof JsonProcessingException problem)) {
            return String.valueOf(e.getMessage());
        }
        String what = problem(problem);
        return problem.getLocation() == null
                ? what
                : what + " (line " + problem.getLocation().getLineNr() + ", column "
                        + problem.getLocation().getColumnNr() + ")";
    }

    /** What a message calls a JSON value: {@code object}, {@code array}, {@code string}... */
    public static String typeName(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Map) {
            return "object";
        }
        if (value instanceof Iterable) {
            return "array";
        }
        if (value instanceof Number) {
            return "number";
        }
        return value instanceof Boolean ? "boolean" : "string";
    }
}
