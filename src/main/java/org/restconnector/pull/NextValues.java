package org.restconnector.pull;

import java.net.URI;
import java.util.Optional;
import org.restconnector.http.LinkHeader;
import org.restconnector.http.Origin;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Url;
import org.restconnector.json.Json;

/** Reads from a page what leads to the next one. Missing, null, "" and false lead nowhere; 0 is a value. */
final class NextValues {
    private NextValues() {}

    /**
     * @param place where it goes: a body takes whatever JSON it is, as search engines give an array to go on after
     * @throws PermanentFault {@code pagination}, if it cannot go there
     */
    static Optional<Object> cursor(PaginationSettings.NextValue next, Placement place, Page page)
            throws PermanentFault {
        Optional<Object> found = value(next, page).filter(value -> !value.equals("") && !value.equals(false));
        boolean fits = found.map(value -> value instanceof String || value instanceof Number)
                .orElse(true);
        if (!fits && place.kind() != Placement.Kind.BODY) {
            throw new PermanentFault(
                    "pagination",
                    "cursor '" + next.text() + "' is of type " + Json.typeName(found.get())
                            + "; a next value is text or a number, unless cursorParam is body:/json/pointer");
        }
        return found;
    }

    private static Optional<Object> value(PaginationSettings.NextValue next, Page page) {
        if (next.header().isPresent()) {
            return page.response()
                    .headers()
                    .first(next.header().get())
                    .map(String::strip)
                    .map(Object.class::cast);
        }
        if (next.field().isPresent()) {
            return page.lastRecord().flatMap(next.field().get()::find);
        }
        return next.path().orElseThrow().find(page.document());
    }

    /** @throws PermanentFault {@code pagination}, if it is no URL */
    static Optional<URI> url(PaginationSettings.NextValue next, Page page) throws PermanentFault {
        Optional<Object> found = value(next, page).filter(value -> !value.equals("") && !value.equals(false));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!(found.get() instanceof String text)) {
            throw new PermanentFault(
                    "pagination",
                    "next '" + next.text() + "' is of type " + Json.typeName(found.get()) + "; a URL is text");
        }
        return Optional.of(resolve(page, text, "next '" + next.text() + "'"));
    }

    /** The {@code rel=next} of RFC 8288. */
    static Optional<URI> link(Page page) throws PermanentFault {
        Optional<String> target = LinkHeader.find(page.response().headers().all("Link"), "next");
        return target.isEmpty() ? Optional.empty() : Optional.of(resolve(page, target.get(), "the Link header"));
    }

    private static URI resolve(Page page, String reference, String where) throws PermanentFault {
        try {
            URI target = Url.resolve(page.response().url(), reference);
            Origin.of(target);
            return target;
        } catch (IllegalArgumentException e) {
            throw new PermanentFault("pagination", where + " leads to what is no http or https URL", e);
        }
    }
}
