package org.restconnector.pull;

import java.net.URI;
import java.util.List;
import java.util.Map;
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
     * @param inBody whether it goes into a JSON body, which takes an array or an object as well
     * @throws PermanentFault {@code pagination}, if it is neither text nor a number
     */
    static Optional<Object> cursor(PaginationSettings.NextValue next, boolean inBody, Page page) throws PermanentFault {
        Optional<Object> found = value(next, page).filter(value -> !value.equals("") && !value.equals(false));
        if (inBody && found.filter(NextValues::isStructure).isPresent()) {
            return found.filter(value -> !value.equals(List.of()) && !value.equals(Map.of()));
        }
        if (found.isPresent() && !(found.get() instanceof String) && !(found.get() instanceof Number)) {
            throw new PermanentFault(
                    "pagination",
                    "cursor '" + next.text() + "' is of type " + Json.typeName(found.get())
                            + "; a next value is text or a number, or where cursorParam is body:/json/pointer an array");
        }
        return found;
    }

    private static boolean isStructure(Object value) {
        return value instanceof List || value instanceof Map;
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
