package org.restconnector.store;

/** Makes foreign text storable in every database: no NUL, no half of a surrogate pair. */
final class StoredText {
    private static final char REPLACEMENT = '\uFFFD';

    private StoredText() {}

    static String of(String text) {
        StringBuilder changed = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                changed = changed == null ? new StringBuilder(text) : changed;
                changed.setCharAt(i, REPLACEMENT);
            }
        }
        return changed == null ? text : changed.toString();
    }

    /** As {@link #of(String)}, cut to {@code limit} characters. */
    static String of(String text, int limit) {
        return of(text.length() <= limit ? text : cut(text, limit));
    }

    private static String cut(String text, int limit) {
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end);
    }
}
