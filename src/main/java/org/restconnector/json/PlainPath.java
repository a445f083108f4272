package org.restconnector.json;

import com.jayway.jsonpath.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that a JSONPath begins with, and what follows them: as far as a path is plain, it can be
 * followed while a document is being read.
 *
 * @param names of {@code $.data.items[*]}: data, items
 * @param rest what is no name: {@code [*]}, a filter, an index; empty if there is nothing more
 */
public record PlainPath(List<String> names, String rest) {
    private static final Pattern NAME = Pattern.compile("\\['((?:[^'\\\\]|\\\\.)*)']");

    public PlainPath {
        names = List.copyOf(names);
    }

    static PlainPath of(JsonPath path) {
        return parse(path.getPath().substring(1));
    }

    private static PlainPath parse(String text) {
        List<String> names = new ArrayList<>();
        Matcher name = NAME.matcher(text);
        int end = 0;
        while (name.find(end) && name.start() == end) {
            names.add(name.group(1).replaceAll("\\\\(.)", "$1"));
            end = name.end();
        }
        return new PlainPath(names, text.substring(end));
    }

    /** What follows a {@code [*]}, seen from each of its elements. */
    public PlainPath behindElements() {
        return parse(rest.substring("[*]".length()));
    }

    /** Whether one of the two leads through where the other ends. */
    public boolean crosses(PlainPath other) {
        int common = Math.min(names.size(), other.names.size());
        return names.subList(0, common).equals(other.names.subList(0, common));
    }
}
