package org.restconnector.http;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.restconnector.settings.Parameters;

/**
 * Puts what a tenant has of its own where a target's parameters say <code>{tenant.KEY}</code>: in {@code url},
 * {@code headers} and those of authentication. A value is encoded for its place and never looked at again.
 */
public final class TenantValues {
    /** What a key may be called. */
    public static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    static final Pattern PLACEHOLDER = Pattern.compile("(?<![$])[{]tenant[.]([A-Za-z0-9._-]{1,100})}");

    private static final Set<String> URLS = Set.of("url", "tokenUrl", "loginUrl", "authorizationUrl");

    /** What stands for a value before there is one, where not every text will do. */
    private static final Map<String, String> SAMPLES = Map.of(
            "grant", "client_credentials",
            "clientAuth", "basic",
            "apiKeyIn", "header",
            "loginMethod", "POST",
            "tokenTtl", "1h",
            "signingSecret", "c2FtcGxlLXNhbXBsZS1zYW1wbGUtc2FtcGxl");

    private static final String SAMPLE = "tenantvalue";

    private TenantValues() {}

    /** The parameters that may hold placeholders of tenants. */
    private static List<String> names(Parameters parameters) {
        return Stream.concat(Stream.of("url", "headers", "signingSecret"), AuthSettings.names().stream())
                .filter(parameters::declares)
                .toList();
    }

    /** The keys that the parameters name. */
    public static Set<String> keys(Parameters parameters) {
        Set<String> keys = new LinkedHashSet<>();
        names(parameters).forEach(name -> keys(parameters.textOrEmpty(name), keys));
        return keys;
    }

    private static void keys(String text, Set<String> keys) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            keys.add(matcher.group(1));
        }
    }

    /** The keys that say nothing but where a URL leads: they may be shown. */
    public static Set<String> addresses(Parameters parameters) {
        Set<String> shown = new LinkedHashSet<>();
        Set<String> others = new LinkedHashSet<>();
        for (String name : names(parameters)) {
            String text = parameters.textOrEmpty(name);
            if (URLS.contains(name)) {
                String[] parts = text.split("[?]", 2);
                keys(parts[0], shown);
                keys(parts.length == 2 ? parts[1] : "", others);
            } else {
                keys(text, others);
            }
        }
        shown.removeAll(others);
        return shown;
    }

    /** Says of each parameter that names a tenant's key that there are no tenants. */
    public static void refuse(Parameters parameters) {
        for (String name : names(parameters)) {
            Matcher matcher = PLACEHOLDER.matcher(parameters.textOrEmpty(name));
            if (!name.equals("url") && matcher.find()) {
                parameters.problem(name, "holds " + matcher.group() + ", which goes with tenants");
            }
        }
    }

    /** The parameters with values that could be a tenant's, to check all else in them. */
    public static Parameters sample(Parameters parameters) {
        Map<String, String> replaced = new LinkedHashMap<>();
        for (String name : names(parameters)) {
            String text = parameters.textOrEmpty(name);
            if (PLACEHOLDER.matcher(text).find()) {
                String sample = SAMPLES.getOrDefault(name, SAMPLE);
                boolean url = URLS.contains(name);
                String strip = url ? text.strip() : text;
                Matcher matcher = PLACEHOLDER.matcher(strip);
                boolean first = url && matcher.lookingAt();
                replaced.put(
                        name,
                        first
                                ? "https://tenant.example"
                                        + PLACEHOLDER
                                                .matcher(strip.substring(matcher.end()))
                                                .replaceAll(sample)
                                : matcher.reset().replaceAll(sample));
            }
        }
        return parameters.forTenant("", replaced, Set.of());
    }

    /**
     * The parameters of one tenant. What is wrong with a value stands in them as a problem.
     *
     * @param values of all keys that the parameters name
     */
    public static Parameters of(Parameters parameters, String tenant, Map<String, String> values) {
        Map<String, String> replaced = new LinkedHashMap<>();
        Map<String, String> problems = new LinkedHashMap<>();
        Set<String> foreign = new LinkedHashSet<>();
        for (String name : names(parameters)) {
            String text = parameters.textOrEmpty(name);
            if (!PLACEHOLDER.matcher(text).find()) {
                continue;
            }
            TenantText tenantText = text(name, text);
            try {
                replaced.put(name, tenantText.with(values));
                if (tenantText.namesHost()) {
                    foreign.add(name);
                }
            } catch (IllegalArgumentException e) {
                // the place of what cannot stand there is empty, so that the other problems are found
                replaced.put(name, "");
                problems.put(name, e.getMessage());
            }
        }
        Parameters own = parameters.forTenant(tenant, replaced, foreign);
        Set<String> shown = addresses(parameters);
        values.forEach((key, value) -> {
            if (!shown.contains(key)) {
                own.secret(value);
            }
        });
        problems.forEach(own::problem);
        return own;
    }

    private static TenantText text(String name, String text) {
        if (URLS.contains(name)) {
            return new TenantText(TenantText.Kind.URL, text);
        }
        return new TenantText(
                switch (name) {
                    case "headers" -> TenantText.Kind.TEMPLATE;
                    case "loginHeaders", "tokenParams" -> TenantText.Kind.LINES;
                    case "loginBody" -> TenantText.Kind.ofBody(text);
                    default -> TenantText.Kind.PLAIN;
                },
                text);
    }
}
