package org.restconnector.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds the arrays of a JSON document down to its third level, without holding it. */
final class ArraySearch {
    private static final int LEVELS = 3;

    private final JsonParser parser;
    private final List<String> found = new ArrayList<>();

    ArraySearch(JsonParser parser) {
        this.parser = parser;
    }

    /** As {@code $.items (25)}. */
    List<String> run() throws IOException {
        if (parser.nextToken() != null) {
            look("$", LEVELS);
        }
        return found;
    }

    private void look(String path, int levels) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            long count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonText.skip(parser);
                count++;
            }
            found.add(path + " (" + count + ")");
        } else if (parser.currentToken() == JsonToken.START_OBJECT && levels > 0) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String child = path + "." + parser.currentName();
                parser.nextToken();
                look(child, levels - 1);
            }
        } else {
            JsonText.skip(parser);
        }
    }
}
