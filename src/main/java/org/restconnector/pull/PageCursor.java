package org.restconnector.pull;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Url;

/** Walks a pull's pages: where the next one is, and whether there is one. Used by one thread. */
final class PageCursor {
    /** The warning of a run that was about to go in circles. */
    static final String LOOP = "pagination_loop";

    /** The warning of a run that was cut off. */
    static final String MAX_PAGES = "max_pages";

    private final PaginationSettings settings;
    private final StopRules rules;
    private final UnaryOperator<URI> cleaner;
    private final Set<UUID> used = new HashSet<>();
    private Position position;
    private long requested;
    private boolean open;

    /** @param cleaner takes credentials out of a URL: a position is stored, and shown */
    PageCursor(PaginationSettings settings, Position position, UnaryOperator<URI> cleaner) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.cleaner = Objects.requireNonNull(cleaner, "cleaner");
        this.position = Objects.requireNonNull(position, "position");
        this.rules = new StopRules(settings);
        used.add(key(position));
        open = !position.ended();
    }

    /**
     * What follows a page.
     *
     * @param next where to go on; empty if the page was the last
     * @param warning why it was the last, where a user should know
     * @param fault why it cannot be known where to go on; the page itself is good
     * @param repeated whether the page is the one before it once more, and must not be delivered
     * @param left where a run that may go no further would have gone on
     */
    record Step(
            Optional<Position> next,
            Optional<String> warning,
            Optional<PermanentFault> fault,
            boolean repeated,
            Optional<Position> left) {

        private Step(
                Optional<Position> next, Optional<String> warning, Optional<PermanentFault> fault, boolean repeated) {
            this(next, warning, fault, repeated, Optional.empty());
        }

        static Step end() {
            return new Step(Optional.empty(), Optional.empty(), Optional.empty(), false);
        }

        /** The run may ask for no further page, though there is one. */
        static Step cut(Position left) {
            return new Step(Optional.empty(), Optional.of(MAX_PAGES), Optional.empty(), false, Optional.of(left));
        }

        static Step end(String warning, boolean repeated) {
            return new Step(Optional.empty(), Optional.of(warning), Optional.empty(), repeated);
        }

        static Step to(Position next) {
            return new Step(Optional.of(next), Optional.empty(), Optional.empty(), false);
        }

        static Step failed(PermanentFault fault) {
            return new Step(Optional.empty(), Optional.empty(), Optional.of(fault), false);
        }
    }

    Position position() {
        return position;
    }

    boolean isOpen() {
        return open;
    }

    /** Looks at the page at the position; does not move. */
    Step look(Page page) {
        if (settings.kind().followsUrl()) {
            used.add(key(at(page.response().url(), 0, 0)));
        }
        String identity = settings.compares() ? page.identity() : "";
        if (!identity.isEmpty() && identity.equals(position.previous())) {
            return Step.end(LOOP, true);
        }
        try {
            return step(page, identity);
        } catch (PermanentFault e) {
            return Step.failed(e);
        }
    }

    private Step step(Page page, String identity) throws PermanentFault {
        long received = position.received() + page.held();
        Optional<Position> next;
        try {
            next = next(page, received, identity);
        } catch (PermanentFault e) {
            // an API that says that this was the last page may leave anything in the next one's place
            if (rules.end(page, received, position)) {
                return Step.end();
            }
            throw e;
        }
        if (next.isEmpty() || rules.end(page, received, position)) {
            return Step.end();
        }
        if (used.contains(key(next.get()))) {
            return Step.end(LOOP, false);
        }
        return mayGoOn() ? Step.to(next.get()) : Step.cut(next.get());
    }

    /** Whether the run may ask for a page after this one. */
    boolean mayGoOn() {
        return requested + 1 < settings.stop().maxPages();
    }

    private Optional<Position> next(Page page, long received, String identity) throws PermanentFault {
        long pages = position.pages() + 1;
        return switch (settings.kind()) {
            case NONE -> Optional.empty();
            case PAGE -> Optional.of(at(number() + 1, received, pages, identity));
            case OFFSET -> Optional.of(at(number() + page.held(), received, pages, identity));
            case CURSOR, LAST_RECORD ->
                NextValues.cursor(settings.next().orElseThrow(), settings.placesInBody(), page)
                        .map(value -> at(value, received, pages, identity));
            case NEXT_URL -> NextValues.url(settings.next().orElseThrow(), page).map(url -> at(url, received, pages));
            case LINK_HEADER -> NextValues.link(page).map(url -> at(url, received, pages));
        };
    }

    private Position at(URI url, long received, long pages) {
        String clean = cleaner.apply(url).toString();
        return new Position(Optional.empty(), Optional.of(clean), received, pages, "");
    }

    private static Position at(Object value, long received, long pages, String identity) {
        return new Position(Optional.of(value), Optional.empty(), received, pages, identity);
    }

    private long number() {
        return ((Number) position.value().orElseThrow()).longValue();
    }

    /** Whether the run may ask for one page more. */
    boolean mayAsk() {
        return requested < settings.stop().maxPages();
    }

    /** Moves as {@link #look} said. */
    void move(Step step) {
        requested++;
        open = step.next().isPresent();
        step.next().ifPresent(next -> {
            position = next;
            used.add(key(next));
        });
    }

    /** Ends the walk: there are no records here. */
    void end() {
        open = false;
    }

    /** Goes back to the first page. */
    void restart() {
        position = Position.start(settings);
        used.clear();
        used.add(key(position));
        open = true;
    }

    /** The URL of the page at the position, if it was told and not made. */
    Optional<URI> url() {
        return position.url().map(Url::parse);
    }

    private static UUID key(Position position) {
        String text = position.url()
                .map(url -> "u:" + url)
                .or(() -> position.value().map(value -> "v:" + value))
                .orElse("start");
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
