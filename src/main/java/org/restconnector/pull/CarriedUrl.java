package org.restconnector.pull;

import java.net.URI;
import java.util.Optional;
import org.restconnector.http.Origin;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Url;
import org.restconnector.json.FieldPath;
import org.restconnector.json.Json;

/** The URL that a record carries, of which a fetch asks nothing but whether it may be asked. */
final class CarriedUrl {
    private CarriedUrl() {}

    /**
     * The URL, if that of the fetch's requests is one that its record carries.
     *
     * @throws PermanentFault {@code config} if the record lacks it, {@code blocked_origin} if it may not be asked
     */
    static Optional<URI> of(PullSettings fetch, Optional<Incoming> incoming) throws PermanentFault {
        Optional<FieldPath> field = IncomingValues.whole(fetch.request().url());
        if (field.isEmpty() || incoming.isEmpty()) {
            return Optional.empty();
        }
        try {
            Object value = IncomingValues.value(field.get(), incoming.get().record());
            return Optional.of(allowed(Url.parse(Json.plain(value)), field.get(), fetch));
        } catch (IncomingValues.MissingFieldException e) {
            throw new PermanentFault("config", e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new PermanentFault(
                    "config", "the record's field '" + field.get() + "' holds no absolute http or https URL", e);
        }
    }

    private static URI allowed(URI url, FieldPath field, PullSettings fetch) throws PermanentFault {
        Origin origin = Origin.of(url);
        if (!fetch.api().allows(origin) || url.getRawUserInfo() != null) {
            throw new PermanentFault(
                    "blocked_origin",
                    "the record's field '" + field + "' leads to " + origin
                            + "; list the host in allowedHosts if it may be asked, with the credentials");
        }
        // as a next URL: a fragment is not sent, and dots are followed here
        return Url.resolve(url, url.toString());
    }
}
