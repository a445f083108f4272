package org.restconnector.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.restconnector.json.Json;

/** How a value is written where it stands. */
enum Encoding {
    PATH_SEGMENT {
        @Override
        String encode(Object value) {
            String text = Json.plain(value);
            if (text.equals(".") || text.equals("..")) {
                throw new IllegalArgumentException("is '" + text + "', which may not be a segment of a path");
            }
            if (text.isEmpty()) {
                throw new IllegalArgumentException("is empty, and so would name something else in a path");
            }
            return Url.encode(text);
        }
    },
    QUERY_VALUE {
        @Override
        String encode(Object value) {
            return Url.encode(Json.plain(value));
        }
    },
    HEADER_VALUE {
        @Override
        String encode(Object value) {
            String text = Json.plain(value);
            if (!HeaderLines.isValue(text)) {
                throw new IllegalArgumentException(
                        "holds a line end or another control character, which no header may hold");
            }
            return text;
        }
    },
    JSON_STRING {
        @Override
        String encode(Object value) {
            String quoted = Json.text(Json.plain(value));
            return quoted.substring(1, quoted.length() - 1);
        }
    },
    JSON_VALUE {
        @Override
        String encode(Object value) {
            return Json.text(value);
        }
    },
    FORM_VALUE {
        @Override
        String encode(Object value) {
            return URLEncoder.encode(Json.plain(value), StandardCharsets.UTF_8);
        }
    },
    PLAIN {
        @Override
        String encode(Object value) {
            return Json.plain(value);
        }
    };

    /** @throws IllegalArgumentException if the value cannot stand there; the message goes on after its name */
    abstract String encode(Object value);
}
