package org.restconnector.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A request as it goes out, credentials included: never log one.
 *
 * @param timeout from sending it to the end of its answer
 * @param maxBytes how many bytes of an answer are read, after decompression
 * @param heldBytes how many of them are held in memory; a longer answer goes to a file
 */
public record Request(
        String method,
        URI url,
        List<Header> headers,
        Optional<byte[]> body,
        Duration timeout,
        long maxBytes,
        long heldBytes,
        Network network) {
    public Request {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(url, "url");
        headers = List.copyOf(headers);
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(network, "network");
    }

    /** The method alone: a URL may hold a secret. */
    @Override
    public String toString() {
        return method + " request";
    }
}
