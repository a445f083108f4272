package org.restconnector.http;

import java.net.URI;
import java.util.Objects;

/**
 * An answer, read to its end.
 *
 * @param url the URL that it answers, without credentials
 * @param content decompressed; empty if there was none
 */
public record Response(URI url, int status, Headers headers, Body content) {
    public Response {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(content, "content");
    }

    public Response(URI url, int status, Headers headers, byte[] body) {
        this(url, status, headers, Body.of(body));
    }

    /** The bytes of the content; only for what may be held in memory. */
    public byte[] body() {
        return content.bytes();
    }

    public boolean successful() {
        return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
        return "answer " + status + " of " + content.length() + " bytes";
    }
}
