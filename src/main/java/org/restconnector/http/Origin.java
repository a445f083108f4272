package org.restconnector.http;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/** Scheme, host and port of a URL, as RFC 6454 compares them. */
public record Origin(String scheme, String host, int port) {
    public Origin {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(host, "host");
    }

    /** @throws IllegalArgumentException if the URL is not an absolute http or https one */
    public static Origin of(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (!secure && !scheme.equals("http")) {
            throw new IllegalArgumentException("not an absolute http or https URL");
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException(
                    "not a URL with a host name; such a name holds letters, digits, '-' and '.', and no '_'");
        }
        int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
        return new Origin(scheme, url.getHost().toLowerCase(Locale.ROOT), port);
    }

    /** Whether an entry of {@code allowedHosts} names it: {@code host}, or {@code host:port}. */
    boolean named(String entry) {
        String wanted = entry.toLowerCase(Locale.ROOT);
        return wanted.equals(host) || wanted.equals(host + ":" + port);
    }

    @Override
    public String toString() {
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host + (usual ? "" : ":" + port);
    }
}
