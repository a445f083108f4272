package org.restconnector.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.restconnector.json.Json;

/** Walks through one JSON value. */
final class JsonScan implements Scan {
    private static final ObjectReader VALUES =
            Json.mapper().readerFor(Object.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final MeasuredInput input;
    private final JsonParser parser;
    private final PathTree root;
    private final boolean elementsOnly;
    private final Deque<Place> open = new ArrayDeque<>();
    private Object document = new LinkedHashMap<>();
    private boolean begun;
    private boolean inRecords;
    private boolean found;
    private long count;

    /** An object that the walk went into, and what it keeps of it. */
    private record Place(PathTree tree, Map<String, Object> kept) {}

    /** @param paths without an {@link ScanPaths#obstacle} */
    JsonScan(MeasuredInput input, TextEncoding text, ScanPaths paths) throws IOException {
        this.input = input;
        this.parser = JsonText.parser(text);
        this.root = paths.tree();
        this.elementsOnly = paths.records().plain().rest().equals("[*]");
    }

    @Override
    public boolean next() throws IOException {
        return JsonText.checked(parser, this::advance);
    }

    private boolean advance() throws IOException {
        if (!begun) {
            begun = true;
            input.expectAnything();
            if (parser.nextToken() == null) {
                throw new FormatException("there is no value");
            }
            if (enter(Optional.of(root), "")) {
                return true;
            }
        }
        while (inRecords || !open.isEmpty()) {
            if (inRecords ? inElements() : inObject()) {
                return true;
            }
        }
        if (parser.nextToken() != null) {
            throw new FormatException("something follows the value" + JsonText.place(parser.currentTokenLocation()));
        }
        return false;
    }

    private boolean inElements() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.FIELD_NAME) {
            token = parser.nextToken();
        }
        if (token.isStructEnd()) {
            inRecords = false;
            input.expectAnything();
            return false;
        }
        return element();
    }

    private boolean element() {
        count++;
        input.expect("record " + count);
        return true;
    }

    private boolean inObject() throws IOException {
        if (parser.nextToken() != JsonToken.FIELD_NAME) {
            open.pop();
            return false;
        }
        input.expectAnything();
        String name = parser.currentName();
        parser.nextToken();
        return enter(open.peek().tree().child(name), name);
    }

    /** Looks at the value that begins here; whether it is a record. */
    private boolean enter(Optional<PathTree> place, String name) throws IOException {
        JsonToken token = parser.currentToken();
        if (place.isPresent() && place.get().isRecords()) {
            return enterRecords(token);
        }
        if (place.isPresent() && place.get().isWanted()) {
            input.expect("'" + name + "'");
            keep(name, VALUES.readValue(parser));
            input.expectAnything();
        } else if (place.isPresent() && token == JsonToken.START_OBJECT) {
            Map<String, Object> kept = new LinkedHashMap<>();
            keep(name, kept);
            open.push(new Place(place.get(), kept));
        } else {
            JsonText.skip(parser);
        }
        return false;
    }

    private void keep(String name, Object value) {
        if (open.isEmpty()) {
            document = value;
        } else {
            open.peek().kept().put(name, value);
        }
    }

    private boolean enterRecords(JsonToken token) throws IOException {
        if (found) {
            throw new FormatException(
                    "the records' place is there twice" + JsonText.place(parser.currentTokenLocation()));
        }
        found = true;
        if (elementsOnly && token.isScalarValue()) {
            return false;
        }
        if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT && elementsOnly) {
            inRecords = true;
            return false;
        }
        return token != JsonToken.VALUE_NULL && element();
    }

    @Override
    public Object read() throws IOException {
        return JsonText.checked(parser, () -> VALUES.readValue(parser));
    }

    @Override
    public String skip() throws IOException {
        return JsonText.checked(parser, () -> JsonText.skip(parser));
    }

    @Override
    public boolean missing() {
        return !found;
    }

    @Override
    public Object document() {
        return document;
    }

    @Override
    public long position() {
        return input.position();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
