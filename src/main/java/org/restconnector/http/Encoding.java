package org.restconnector.http;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.restconnector.json.Json;

/** How a value is written where it stands. */
enum Encoding {
    PATH_SEGMENT {
        @Override
        String encode(Object value) {
            String text = text(value);
            if (text.equals(".") || text.equals("..")) {
                throw new IllegalArgumentException("is '" + text + "', which may not be a segment of a path");
            }
            return Url.encode(text);
        }
    },
    QUERY_VALUE {
        @Override
        String encode(Object value) {
            return Url.encode(text(value));
        }
    },
    HEADER_VALUE {
        @Override
        String encode(Object value) {
            String text = text(value);
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
            String quoted = Json.text(text(value));
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
            return URLEncoder.encode(text(value), StandardCharsets.UTF_8);
        }
    },
    PLAIN {
        @Override
        String encode(Object value) {
            return text(value);
        }
    };

    /** @throws IllegalArgumentException if the value cannot stand there; the message goes on after its name */
    abstract String encode(Object value);

    static String text(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return value instanceof CharSequence || value instanceof Number || value instanceof Boolean
                ? value.toString()
                : Json.text(value);
    }
}
