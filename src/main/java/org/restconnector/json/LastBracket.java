package org.restconnector.json;

/** Finds where the last step of a JSONPath begins, if it stands in brackets. */
final class LastBracket {
    private LastBracket() {}

    /** Whether as many brackets are closed as are opened, those in quotes and regular expressions not counted. */
    static boolean balanced(String path) {
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (quote != 0) {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"' || c == '/') {
                quote = c;
            } else {
                depth += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
            }
        }
        return depth == 0;
    }

    /** The index of the bracket that the path's last character closes, or -1. */
    static int of(String path) {
        int depth = 0;
        int start = -1;
        char quote = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (quote != 0) {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '[' || c == '(') {
                start = depth++ == 0 && c == '[' ? i : start;
            } else if (c == ']' || c == ')') {
                depth--;
                start = depth == 0 && i < path.length() - 1 ? -1 : start;
            }
        }
        return depth == 0 && path.endsWith("]") ? start : -1;
    }
}
