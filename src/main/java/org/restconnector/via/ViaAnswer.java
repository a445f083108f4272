package org.restconnector.via;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;
import org.restconnector.json.Json;
import org.restconnector.json.JsonRecord;

/** Reads an answer: a Map, or JSON of one object in any of the forms that Camel's components give text. */
final class ViaAnswer {
    private static final String NEEDED = "; a record is needed: a Map or JSON of one object, or nothing to drop it";

    private ViaAnswer() {}

    static Optional<Map<String, Object>> read(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        Object value = body instanceof JsonNode node ? parse(Json.write(node)) : isText(body) ? text(exchange) : body;
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map) {
            return Optional.of(record(value));
        }
        boolean json = body instanceof JsonNode || isText(body) || value instanceof Iterable;
        String what = json
                ? "JSON of type " + Json.typeName(value)
                : "a " + body.getClass().getName();
        throw new IllegalArgumentException("the answer is " + what + NEEDED);
    }

    private static Map<String, Object> record(Object value) {
        try {
            return JsonRecord.of(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the answer is no record: " + e.getMessage(), e);
        }
    }

    private static boolean isText(Object body) {
        return body instanceof CharSequence
                || body instanceof byte[]
                || body instanceof InputStream
                || body instanceof Reader
                || body instanceof ByteBuffer
                || body instanceof StreamCache
                || body instanceof File
                || body instanceof WrappedFile;
    }

    private static Object text(Exchange exchange) {
        byte[] bytes;
        try {
            bytes = exchange.getMessage().getBody(byte[].class);
        } catch (TypeConversionException e) {
            throw new IllegalArgumentException("the answer cannot be read" + NEEDED, e);
        }
        return bytes == null || isBlank(bytes) ? null : parse(bytes);
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private static Object parse(byte[] bytes) {
        try {
            return Json.read(bytes, 0, bytes.length);
        } catch (IOException e) {
            // without its cause, whose message a dead letter would hold in place of this one
            throw new IllegalArgumentException("the answer is no JSON (" + Json.complaint(e) + ")" + NEEDED);
        }
    }
}
