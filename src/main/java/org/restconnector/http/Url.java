package org.restconnector.http;

import java.net.IDN;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds and edits URLs without decoding what is encoded already. */
public final class Url {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final String LEGAL = UNRESERVED + "%:/?#[]@!$&'()*+,;=";

    private static final Pattern AUTHORITY = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)([^/?#:@]+)");

    private Url() {}

    /** Percent-encodes all but letters, digits and {@code -._~}: for a path segment or a query value. */
    public static String encode(String value) {
        return escape(value, UNRESERVED);
    }

    /**
     * A URL as a user or a server wrote it: what a URL may not hold is encoded, all else stays.
     *
     * @throws IllegalArgumentException if it is no URL
     */
    public static URI parse(String text) {
        String escaped = escape(asciiHost(text.strip()), LEGAL);
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            boolean stray = c == '%'
                    && !escaped.substring(i + 1, Math.min(i + 3, escaped.length()))
                            .matches("[0-9A-Fa-f]{2}");
            result.append(stray ? "%25" : String.valueOf(c));
        }
        return URI.create(brackets(result.toString()));
    }

    /** A host name in other letters as DNS knows it: RFC 3490. */
    private static String asciiHost(String url) {
        Matcher authority = AUTHORITY.matcher(url);
        if (!authority.find() || authority.group(2).chars().allMatch(c -> c < 0x80)) {
            return url;
        }
        return authority.group(1) + IDN.toASCII(authority.group(2)) + url.substring(authority.end());
    }

    private static String brackets(String url) {
        int slashes = url.indexOf("//");
        int path = slashes < 0 ? 0 : url.indexOf('/', slashes + 2);
        int query = url.indexOf('?');
        int from = path < 0 ? query < 0 ? url.length() : query : query < 0 ? path : Math.min(path, query);
        return url.substring(0, from) + url.substring(from).replace("[", "%5B").replace("]", "%5D");
    }

    private static String escape(String text, String kept) {
        StringBuilder result = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && kept.indexOf(c) >= 0) {
                result.append(c);
            } else {
                result.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
            }
        }
        return result.toString();
    }

    /**
     * As {@link #parse}, of a URL that a user configured: a {@code #} in it is data, as nothing else could be meant.
     *
     * @throws IllegalArgumentException if it is no URL
     */
    public static URI configured(String text) {
        return parse(text.replace("#", "%23"));
    }

    /**
     * A reference as it leads from the base: RFC 3986, 5.2, where {@link URI#resolve} follows an older one.
     *
     * @throws IllegalArgumentException if it is no reference
     */
    public static URI resolve(URI base, String reference) {
        URI target = parse(reference);
        if (target.isAbsolute()) {
            return withoutDots(withoutFragment(target));
        }
        String text = target.toString();
        if (text.isEmpty() || text.startsWith("#")) {
            return withoutFragment(base);
        }
        if (text.startsWith("?")) {
            return withQuery(base, withoutFragment(target).getRawQuery());
        }
        boolean rootless = base.getRawPath() == null || base.getRawPath().isEmpty();
        return withoutDots(withoutFragment((rootless ? base.resolve("/") : base).resolve(target)));
    }

    /** RFC 3986, 5.2.4, for a path that begins with a slash. */
    private static URI withoutDots(URI url) {
        String path = url.getRawPath();
        if (path == null || !path.startsWith("/") || !path.contains("/.")) {
            return url;
        }
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (String segment : segments) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        boolean folder = segments[segments.length - 1].matches("\\.\\.?");
        String clean = "/" + String.join("/", kept) + (folder && !kept.isEmpty() ? "/" : "");
        String text = url.toString();
        int query = indexOrEnd(text, '?');
        return URI.create(text.substring(0, query - path.length()) + clean + text.substring(query));
    }

    private static URI withoutFragment(URI url) {
        String text = url.toString();
        return URI.create(text.substring(0, indexOrEnd(text, '#')));
    }

    /** The URL with the query parameter set to the value; every earlier one of that name goes. */
    public static URI withParameter(URI url, String name, String value) {
        String encoded = encode(name);
        List<String> pairs = pairsWithout(url, name);
        pairs.add(encoded + "=" + encode(value));
        return withQuery(url, String.join("&", pairs));
    }

    /** The URL without the query parameter. */
    public static URI withoutParameter(URI url, String name) {
        return withQuery(url, String.join("&", pairsWithout(url, name)));
    }

    /** The URL with one more query parameter, behind those that are there. */
    public static URI plusParameter(URI url, String name, String encodedValue) {
        String query = url.getRawQuery();
        String pair = encode(name) + "=" + encodedValue;
        return withQuery(url, query == null || query.isEmpty() ? pair : query + "&" + pair);
    }

    private static List<String> pairsWithout(URI url, String name) {
        List<String> pairs = new ArrayList<>();
        String query = url.getRawQuery() == null ? "" : url.getRawQuery();
        for (String pair : query.split("&", -1)) {
            if (!query.isEmpty() && !decode(pair.split("=", 2)[0]).equals(name)) {
                pairs.add(pair);
            }
        }
        return pairs;
    }

    private static URI withQuery(URI url, String query) {
        String text = url.toString();
        int end = indexOrEnd(text, '#');
        int start = Math.min(indexOrEnd(text, '?'), end);
        return URI.create(text.substring(0, start) + (query == null || query.isEmpty() ? "" : "?" + query));
    }

    private static int indexOrEnd(String text, char c) {
        int at = text.indexOf(c);
        return at < 0 ? text.length() : at;
    }

    /** The name of a query parameter as it was meant; what cannot be decoded stays as it is. */
    public static String decode(String encoded) {
        try {
            return java.net.URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return encoded;
        }
    }
}
