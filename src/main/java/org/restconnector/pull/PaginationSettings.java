package org.restconnector.pull;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.restconnector.json.FieldPath;
import org.restconnector.json.ValuePath;
import org.restconnector.settings.Parameters;

/**
 * How a pull finds its next page, and when it has seen the last.
 *
 * @param placement where the kind's value goes; empty for kinds that have none
 * @param first the first page's number or offset
 */
record PaginationSettings(
        Kind kind,
        Optional<Placement> placement,
        long first,
        Optional<NextValue> next,
        Optional<Long> pageSize,
        Optional<Placement> pageSizePlacement,
        Stop stop) {

    enum Kind {
        NONE,
        PAGE,
        OFFSET,
        CURSOR,
        LAST_RECORD,
        NEXT_URL,
        LINK_HEADER;

        boolean counts() {
            return this == PAGE || this == OFFSET;
        }

        boolean followsUrl() {
            return this == NEXT_URL || this == LINK_HEADER;
        }
    }

    /** Where the next value stands: one of the three is there. */
    record NextValue(String text, Optional<ValuePath> path, Optional<String> header, Optional<FieldPath> field) {}

    /** What ends a run, beside that there is no next page. */
    record Stop(
            boolean onEmptyPage,
            boolean onShortPage,
            Optional<ValuePath> hasMore,
            Optional<ValuePath> totalRecords,
            Optional<ValuePath> totalPages,
            long maxPages) {}

    private static final Map<String, Set<Kind>> BELONGS = Map.of(
            "pageParam", EnumSet.of(Kind.PAGE),
            "firstPage", EnumSet.of(Kind.PAGE),
            "offsetParam", EnumSet.of(Kind.OFFSET),
            "firstOffset", EnumSet.of(Kind.OFFSET),
            "cursor", EnumSet.of(Kind.CURSOR, Kind.LAST_RECORD),
            "cursorParam", EnumSet.of(Kind.CURSOR, Kind.LAST_RECORD),
            "next", EnumSet.of(Kind.NEXT_URL));
    private static final List<String> STOPS = List.of("hasMore", "totalRecords", "totalPages", "stopOnEmptyPage");

    PaginationSettings {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(placement, "placement");
        Objects.requireNonNull(next, "next");
        Objects.requireNonNull(pageSize, "pageSize");
        Objects.requireNonNull(pageSizePlacement, "pageSizePlacement");
        Objects.requireNonNull(stop, "stop");
    }

    static PaginationSettings of(Parameters parameters) {
        Kind kind = parameters.choice("pagination", Kind.class).orElse(Kind.NONE);
        checkBelonging(parameters, kind);
        Optional<Long> pageSize = parameters.number("pageSize", 1);
        Optional<Placement> placement = placement(parameters, kind);
        return new PaginationSettings(
                kind,
                placement,
                first(parameters, kind),
                next(parameters, kind),
                pageSize,
                pageSizePlacement(parameters, kind, pageSize.isPresent(), placement),
                stop(parameters, kind, pageSize));
    }

    private static void checkBelonging(Parameters parameters, Kind kind) {
        BELONGS.forEach((name, kinds) -> {
            parameters.text(name);
            if (!kinds.contains(kind) && parameters.outOfPlace(name)) {
                String wanted = kinds.stream()
                        .map(Parameters::written)
                        .sorted()
                        .reduce((a, b) -> a + " or " + b)
                        .orElseThrow();
                parameters.problem(
                        name, "goes with pagination " + wanted + ", but pagination is " + Parameters.written(kind));
            }
        });
        if (kind == Kind.NONE) {
            STOPS.stream()
                    .filter(parameters::outOfPlace)
                    .forEach(name -> parameters.problem(name, "needs a pagination, but pagination is none"));
        }
    }

    private static Optional<Placement> placement(Parameters parameters, Kind kind) {
        return switch (kind) {
            case PAGE -> parameters.parsed("pageParam", Placement::of);
            case OFFSET -> parameters.parsed("offsetParam", Placement::of);
            case CURSOR, LAST_RECORD -> {
                needed(parameters, "cursorParam", kind);
                yield parameters.parsed("cursorParam", Placement::of);
            }
            default -> Optional.empty();
        };
    }

    private static long first(Parameters parameters, Kind kind) {
        return switch (kind) {
            case PAGE -> parameters.number("firstPage", 0).orElse(1L);
            case OFFSET -> parameters.number("firstOffset", 0).orElse(0L);
            default -> 0;
        };
    }

    private static Optional<NextValue> next(Parameters parameters, Kind kind) {
        return switch (kind) {
            case CURSOR ->
                needed(parameters, "cursor", kind)
                        ? parameters.parsed("cursor", PaginationSettings::cursor)
                        : Optional.empty();
            case LAST_RECORD ->
                needed(parameters, "cursor", kind)
                        ? parameters.parsed(
                                "cursor",
                                text -> new NextValue(
                                        text, Optional.empty(), Optional.empty(), Optional.of(FieldPath.of(text))))
                        : Optional.empty();
            case NEXT_URL ->
                needed(parameters, "next", kind)
                        ? parameters.parsed("next", PaginationSettings::path)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean needed(Parameters parameters, String name, Kind kind) {
        if (!parameters.given(name)) {
            parameters.problem(name, "is required with pagination " + Parameters.written(kind));
            return false;
        }
        return true;
    }

    private static NextValue cursor(String text) {
        if (text.strip().startsWith("header:")) {
            String name = Placement.of(text).name();
            return new NextValue(text, Optional.empty(), Optional.of(name), Optional.empty());
        }
        return path(text);
    }

    private static NextValue path(String text) {
        return new NextValue(text, Optional.of(ValuePath.of(text)), Optional.empty(), Optional.empty());
    }

    private static Optional<Placement> pageSizePlacement(
            Parameters parameters, Kind kind, boolean pageSize, Optional<Placement> placement) {
        if (!parameters.given("pageSize") && parameters.outOfPlace("pageSizeParam")) {
            parameters.problem("pageSizeParam", "needs a pageSize to send");
        }
        Optional<Placement> named = parameters.parsed("pageSizeParam", Placement::of);
        Optional<Placement> place = named.isEmpty() && kind == Kind.OFFSET ? Optional.of(Placement.of("limit")) : named;
        if (pageSize && place.isPresent() && place.equals(placement)) {
            parameters.problem(
                    "pageSizeParam", "is '" + place.get().text() + "', where the pagination's own value goes");
        }
        return place;
    }

    private static Stop stop(Parameters parameters, Kind kind, Optional<Long> pageSize) {
        boolean onShortPage = parameters.flag("stopOnShortPage");
        if (onShortPage && pageSize.isEmpty()) {
            parameters.problem("stopOnShortPage", "needs a pageSize to compare with");
        }
        boolean endsEmpty = kind.counts() || kind == Kind.LAST_RECORD;
        boolean onEmptyPage = parameters.flag("stopOnEmptyPage");
        return new Stop(
                parameters.given("stopOnEmptyPage") ? onEmptyPage : endsEmpty,
                onShortPage,
                parameters.parsed("hasMore", ValuePath::of),
                parameters.parsed("totalRecords", ValuePath::of),
                parameters.parsed("totalPages", ValuePath::of),
                parameters.number("maxPages", 1).orElse(1L));
    }

    /** Whether the kind's value goes into a JSON body. */
    boolean placesInBody() {
        return placement.filter(place -> place.kind() == Placement.Kind.BODY).isPresent();
    }

    /** The places in a page that decide how it goes on, by the parameters that say them. */
    Map<String, ValuePath> pagePaths() {
        Map<String, ValuePath> paths = new LinkedHashMap<>();
        next.flatMap(NextValue::path).ifPresent(path -> paths.put(kind == Kind.NEXT_URL ? "next" : "cursor", path));
        stop.hasMore().ifPresent(path -> paths.put("hasMore", path));
        stop.totalRecords().ifPresent(path -> paths.put("totalRecords", path));
        stop.totalPages().ifPresent(path -> paths.put("totalPages", path));
        return paths;
    }

    /** Whether a page is told from the one before it by its records. */
    boolean compares() {
        return kind.counts() || kind == Kind.LAST_RECORD;
    }

    /** The places that the pagination writes to. */
    List<Placement> placements() {
        return Arrays.asList(placement, pageSize.isPresent() ? pageSizePlacement : Optional.<Placement>empty()).stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
