package org.restconnector.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import org.restconnector.json.Json;

/** Walks through JSON Lines: blank ones are passed over, each other one is a value. */
final class JsonlScan implements Scan {
    /** What RFC 7464 puts before each value. */
    private static final byte RECORD_SEPARATOR = 0x1e;

    private final MeasuredInput input;
    private final Lines lines;
    private int start;
    private int length;

    JsonlScan(MeasuredInput input, TextEncoding text) {
        this.input = input;
        this.lines = new Lines(text.utf8() ? text.bytes() : new Utf8Stream(text.reader()));
    }

    @Override
    public boolean next() throws IOException {
        do {
            input.expect("line " + (lines.number() + 1));
            if (!nextLine()) {
                return false;
            }
            trim();
        } while (length == 0);
        return true;
    }

    private boolean nextLine() throws IOException {
        try {
            return lines.next();
        } catch (CharacterCodingException e) {
            throw new FormatException(
                    "near line " + (lines.number() + 1) + ": a byte is no character of its charset", e);
        }
    }

    private void trim() {
        byte[] buffer = lines.buffer();
        start = lines.start();
        int end = lines.end();
        while (start < end && isBlank(buffer[start])) {
            start++;
        }
        while (start < end && isBlank(buffer[end - 1])) {
            end--;
        }
        length = end - start;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == RECORD_SEPARATOR;
    }

    @Override
    public Object read() throws IOException {
        return checked(() -> Json.read(lines.buffer(), start, length));
    }

    @Override
    public String skip() throws IOException {
        return checked(() -> {
            try (JsonParser parser = Json.mapper().getFactory().createParser(lines.buffer(), start, length)) {
                parser.nextToken();
                String type = JsonText.skip(parser);
                if (parser.nextToken() != null) {
                    throw new FormatException("line " + lines.number() + ": something follows the value");
                }
                return type;
            }
        });
    }

    private <T> T checked(JsonText.Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (JsonProcessingException e) {
            String what = e.getOriginalMessage().lines().findFirst().orElse("").strip();
            String column =
                    e.getLocation() == null ? "" : ", column " + e.getLocation().getColumnNr();
            throw new FormatException("line " + lines.number() + column + ": " + what, e);
        } catch (NumberFormatException e) {
            throw new FormatException("line " + lines.number() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean missing() {
        return false;
    }

    /** The document is the array of its lines, and so no name leads anywhere in it. */
    @Override
    public Object document() {
        return List.of();
    }

    @Override
    public long position() {
        return input.position();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
