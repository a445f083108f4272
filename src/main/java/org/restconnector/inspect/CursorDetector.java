package org.restconnector.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.restconnector.http.Header;

/** A value in the answer, or in one of its headers, that asks for the next page. */
final class CursorDetector implements Detector {
    private static final int MOST_NAMES = 6;
    private static final List<String> GENERIC = List.of("cursor", "after", "page_token", "pageToken", "token");
    private static final Set<String> CONTAINERS =
            Set.of("next", "cursor", "cursors", "paging", "pagination", "pageinfo", "meta", "page");

    private record Found(String path, String name, boolean next, String reason) {}

    @Override
    public List<Clue> look(Evidence evidence) {
        Stream<Found> inBody = evidence.leaves().stream()
                .filter(CursorDetector::isCursor)
                .map(leaf -> new Found(
                        leaf.path(),
                        leaf.name(),
                        leaf.word().contains("next") || leaf.parent().equals("next"),
                        "the answer holds a value at " + leaf.path()));
        Stream<Found> inHeaders = evidence.headers().fields().stream()
                .filter(CursorDetector::isCursor)
                .map(header -> new Found(
                        "header:" + header.name(),
                        header.name().replaceFirst("(?i)^x-", "").replace('-', '_'),
                        true,
                        "the answer has the header " + header.name()));
        return Stream.concat(inBody, inHeaders)
                .sorted(Comparator.comparing(found -> !found.next()))
                .flatMap(found -> names(found.name(), evidence).stream()
                        .map(name -> Clue.of(
                                found.reason(), "cursor", "cursor", found.path(), "cursorParam", evidence.place(name))))
                .toList();
    }

    private static boolean isCursor(Leaf leaf) {
        boolean value = leaf.text()
                        .filter(text -> !text.isBlank() && !text.matches("(https?:/)?/.*|\\?.*"))
                        .isPresent()
                || leaf.value().filter(Number.class::isInstance).isPresent();
        return value && (isName(leaf.word()) || leaf.word().matches("after|end") && CONTAINERS.contains(leaf.parent()));
    }

    private static boolean isName(String word) {
        boolean elsewhere = word.matches(".*(prev|before|start|first|last|self|current|size|limit|count|has).*");
        return !elsewhere && word.matches(".*(next|cursor|continuation|pagetoken|marker|bookmark|scrollid).*");
    }

    private static boolean isCursor(Header header) {
        String name = header.name().toLowerCase(Locale.ROOT);
        return !header.value().isBlank()
                && !name.matches(".*(prev|link|rate|reset).*")
                && name.matches(".*(next|cursor|continuation).*");
    }

    /** What the request's parameter may be called. */
    static List<String> names(String name, Evidence evidence) {
        Set<String> names = new LinkedHashSet<>();
        evidence.asked().stream()
                .filter(asked -> Leaf.plain(asked).matches(".*(cursor|after|token|continuation|marker|bookmark).*"))
                .forEach(names::add);
        String stripped = stripped(name);
        if (Leaf.plain(name).matches("endcursor|aftercursor")) {
            names.addAll(List.of("after", "page[after]"));
        }
        if (!stripped.isEmpty()) {
            names.add(
                    stripped.equals(stripped.toUpperCase(Locale.ROOT)) ? stripped.toLowerCase(Locale.ROOT) : stripped);
            names.add(Character.toLowerCase(stripped.charAt(0)) + stripped.substring(1));
        }
        names.add(name);
        if (Leaf.plain(name).endsWith("cursor")) {
            names.addAll(List.of("cursor", "start_cursor"));
        }
        names.addAll(GENERIC);
        return new ArrayList<>(names).subList(0, Math.min(MOST_NAMES, names.size()));
    }

    /** {@code cursor} of {@code next_cursor}, {@code pageToken} of {@code nextPageToken}. */
    private static String stripped(String name) {
        String rest = name.replaceFirst("(?i)^@?next[_-]?", "").replaceFirst("(?i)[_-]?next$", "");
        return rest.isEmpty() || rest.equals(name)
                ? rest.equals(name) ? name : ""
                : Character.toLowerCase(rest.charAt(0)) + rest.substring(1);
    }
}
