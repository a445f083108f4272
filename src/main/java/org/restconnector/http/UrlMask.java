package org.restconnector.http;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.restconnector.settings.Secrets;

/** Shows a URL to people: without user info, fragment, and the values of parameters that are credentials. */
final class UrlMask {
    private static final Set<String> CREDENTIALS = Set.of(
            "apikey",
            "key",
            "token",
            "accesstoken",
            "authtoken",
            "secret",
            "clientsecret",
            "password",
            "passwd",
            "pwd",
            "signature",
            "sig",
            "auth",
            "authorization",
            "sessionid",
            "refreshtoken",
            "code",
            "subscriptionkey");

    private UrlMask() {}

    static String show(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String query = url.getRawQuery() == null
                ? ""
                : "?"
                        + Arrays.stream(url.getRawQuery().split("&"))
                                .map(UrlMask::pair)
                                .collect(Collectors.joining("&"));
        return origin(url) + path + query;
    }

    /** Without user info, even where the URL is none that this product would ask. */
    private static String origin(URI url) {
        String host =
                url.getHost() == null ? "" : "//" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
        return url.getScheme() == null ? host : url.getScheme() + ":" + host;
    }

    private static String pair(String pair) {
        String[] parts = pair.split("=", 2);
        String name = Url.decode(parts[0]).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return parts.length == 2 && CREDENTIALS.contains(name) ? parts[0] + "=" + Secrets.MASK : pair;
    }
}
