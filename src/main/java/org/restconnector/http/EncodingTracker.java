package org.restconnector.http;

/** Follows the literal text of a template to know where in it the next value stands. */
final class EncodingTracker {
    private final ValueTemplate.Place place;
    private boolean inQuery;
    private boolean inString;
    private boolean escaped;

    EncodingTracker(ValueTemplate.Place place) {
        this.place = place;
    }

    void read(CharSequence literal) {
        literal.chars().forEach(c -> {
            inQuery |= c == '?';
            if (c == '"' && !escaped) {
                inString = !inString;
            }
            escaped = c == '\\' && !escaped;
        });
    }

    Encoding encoding() {
        return switch (place) {
            case URL -> inQuery ? Encoding.QUERY_VALUE : Encoding.PATH_SEGMENT;
            case QUERY -> Encoding.QUERY_VALUE;
            case HEADER -> Encoding.HEADER_VALUE;
            case JSON -> inString ? Encoding.JSON_STRING : Encoding.JSON_VALUE;
            case FORM -> Encoding.FORM_VALUE;
            case TEXT -> Encoding.PLAIN;
        };
    }
}
