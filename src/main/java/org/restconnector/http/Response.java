package org.restconnector.http;

import java.net.URI;
import java.util.Objects;

/**
 * An answer, read to its end.
 *
 * @param url the URL that it answers, without credentials
 * @param body decompressed; empty if there was none
 */
public record Response(URI url, int status, Headers headers, byte[] body) {
    public Response {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
    }

    public boolean successful() {
        return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
        return "answer " + status + " of " + body.length + " bytes";
    }
}
