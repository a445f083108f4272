package org.restconnector.http;

import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A parameter's text with <code>{tenant.KEY}</code> in it, and how a value is written there. Used by one thread. */
final class TenantText {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");

    /** What the text is. */
    enum Kind {
        /** A value is taken as it is at the beginning, and encoded elsewhere. */
        URL,
        /** Lines in which <code>${...}</code> means something; in a value it does not. */
        TEMPLATE,
        /** A value stays in its line. */
        LINES,
        JSON,
        FORM,
        XML,
        PLAIN;

        static Kind ofBody(String text) {
            String sample =
                    TenantValues.PLACEHOLDER.matcher(text).replaceAll("x").strip();
            if (LoginBody.isForm(sample)) {
                return FORM;
            }
            return sample.startsWith("<") ? XML : sample.startsWith("{") || sample.startsWith("[") ? JSON : PLAIN;
        }
    }

    private final Kind kind;
    private final String text;
    private final StringBuilder out = new StringBuilder();
    private final EncodingTracker json = new EncodingTracker(ValueTemplate.Place.JSON);
    private boolean namesHost;

    TenantText(Kind kind, String text) {
        this.kind = kind;
        this.text = kind == Kind.URL ? text.strip() : text;
    }

    /** Whether a value says where a URL leads, which is known once they are in it. */
    boolean namesHost() {
        return namesHost;
    }

    /** @throws IllegalArgumentException if a value cannot stand where it is to */
    String with(Map<String, String> values) {
        Matcher matcher = TenantValues.PLACEHOLDER.matcher(text);
        int at = 0;
        while (matcher.find()) {
            literal(text.substring(at, matcher.start()));
            at = matcher.end();
            try {
                value(values.get(matcher.group(1)), text.substring(at));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "takes {tenant." + matcher.group(1) + "}, which " + e.getMessage(), e);
            }
        }
        literal(text.substring(at));
        return out.toString();
    }

    private void literal(String literal) {
        if (kind == Kind.TEMPLATE && literal.startsWith("{")) {
            escape();
        }
        json.read(literal);
        out.append(literal);
    }

    private void value(String value, String rest) {
        switch (kind) {
            case URL -> out.append(inUrl(value, rest));
            case TEMPLATE -> inTemplate(inLine(value), rest);
            case LINES -> out.append(inLine(value));
            case JSON -> out.append(json.encoding().encode(value));
            case FORM -> out.append(Encoding.FORM_VALUE.encode(value));
            case XML ->
                out.append(value.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&apos;"));
            case PLAIN -> out.append(value);
        }
    }

    private static String inLine(String value) {
        return Encoding.HEADER_VALUE.encode(value);
    }

    private void inTemplate(String value, String rest) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '{') {
                escape();
            }
            out.append(value.charAt(i));
        }
        if (value.endsWith("$") && rest.startsWith("${")) {
            throw new IllegalArgumentException("ends with $, which cannot stand before ${");
        }
    }

    /** A dollar more keeps the next brace from opening an expression. */
    private void escape() {
        if (out.length() > 0 && out.charAt(out.length() - 1) == '$') {
            out.append('$');
        }
    }

    private String inUrl(String value, String rest) {
        if (out.length() == 0) {
            namesHost = true;
            return base(value.strip(), rest);
        }
        int authority = out.indexOf("://");
        boolean inHost = authority < 0 || out.indexOf("/", authority + 3) < 0 && out.indexOf("?", authority + 3) < 0;
        if (inHost) {
            namesHost = true;
            if (!HOST.matcher(value).matches()) {
                throw new IllegalArgumentException("is no host; allowed are host and host:port");
            }
            return value;
        }
        return (out.indexOf("?") < 0 ? Encoding.PATH_SEGMENT : Encoding.QUERY_VALUE).encode(value);
    }

    /** A whole URL, in which nothing is a placeholder, with what follows behind its path. */
    private static String base(String value, String rest) {
        URI url;
        try {
            url = Url.parse(value);
            Origin.of(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is no absolute http or https URL", e);
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("holds a user name; use auth: basic with username and password");
        }
        if (url.getRawFragment() != null || url.getRawQuery() != null && !rest.isEmpty()) {
            throw new IllegalArgumentException("has a query or fragment, behind which nothing can stand");
        }
        // what a URL may not hold is encoded: also the braces of other placeholders
        String text = url.toString();
        return rest.startsWith("/") ? text.replaceFirst("/+$", "") : text;
    }
}
