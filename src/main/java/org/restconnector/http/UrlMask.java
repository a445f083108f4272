package org.restconnector.http;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.restconnector.settings.Secrets;

/** Shows a URL to people: without user info, fragment, and the values of parameters that are credentials. */
public final class UrlMask {
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
            "xamzsignature",
            "xgoogsignature",
            "xamzsecuritytoken",
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
        return parts.length == 2 && isCredential(Url.decode(parts[0])) ? parts[0] + "=" + Secrets.MASK : pair;
    }

    /** Whether a query parameter of that name holds a credential. */
    public static boolean isCredential(String name) {
        return CREDENTIALS.contains(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""));
    }

    /** The values in a URL's query that are credentials, as they stand there and as they are meant. */
    public static List<String> credentials(URI url) {
        String query = url.getRawQuery() == null ? "" : url.getRawQuery();
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2 && isCredential(Url.decode(pair[0])))
                .flatMap(pair -> Stream.of(pair[1], Url.decode(pair[1])))
                .toList();
    }
}
