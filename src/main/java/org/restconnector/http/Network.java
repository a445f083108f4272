package org.restconnector.http;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.HttpHost;
import org.restconnector.settings.Parameters;

/**
 * The way to an API: connections of two ways are never shared.
 *
 * @param tls in place of the JVM's own trust and keys
 * @param proxy in place of the JVM's proxy settings
 * @param guarded whether it leads to public addresses only, unless the application allows others: somebody
 *     else says where to
 */
record Network(Optional<TlsSettings> tls, Optional<HttpHost> proxy, boolean guarded) {
    /** As the JVM is configured. */
    static final Network USUAL = new Network(Optional.empty(), Optional.empty(), false);

    private static final Pattern PROXY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):(\\d{1,5})");

    Network {
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(proxy, "proxy");
    }

    static Network of(Parameters parameters) {
        return new Network(
                TlsSettings.of(parameters),
                parameters
                        .text("proxy")
                        .filter(text -> !text.isBlank())
                        .flatMap(text -> parameters.parsed("proxy", Network::proxy)),
                false);
    }

    Network guarded(boolean guard) {
        return new Network(tls, proxy, guard);
    }

    private static HttpHost proxy(String text) {
        Matcher matcher = PROXY.matcher(text.strip());
        int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("is '" + text + "'; allowed is host:port, as in proxy.example.com:3128");
        }
        String host = matcher.group(1);
        return new HttpHost("http", host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }

    /** Without our own certificate, which is as good as credentials. */
    Network anonymous() {
        return new Network(tls.map(TlsSettings::anonymous), proxy, guarded);
    }
}
