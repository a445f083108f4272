package org.restconnector.push;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.restconnector.http.TenantValues;
import org.restconnector.settings.Parameters;
import org.restconnector.settings.Placeholders;
import org.restconnector.settings.Problem;
import org.restconnector.settings.Secrets;
import org.restconnector.settings.SettingsException;

/**
 * That each tenant of a flow has a target and credentials of its own: the parameter {@code tenants}. Safe for
 * use by many threads.
 */
final class Tenancy {
    private static final String FOLDER = "tenants";
    private static final Pattern SENSITIVE =
            Pattern.compile(".*(pass|pwd|secret|token|key|pin|credential|auth|signature).*", Pattern.CASE_INSENSITIVE);

    private final Parameters parameters;
    private final Path folder;
    private final Set<String> keys;
    private final Set<String> addresses;

    private Tenancy(Parameters parameters, Path folder) {
        this.parameters = parameters;
        this.folder = folder;
        this.keys = Set.copyOf(TenantValues.keys(parameters));
        this.addresses = Set.copyOf(TenantValues.addresses(parameters));
    }

    /** Empty where all tenants are sent alike. */
    static Optional<Tenancy> of(Parameters parameters) {
        String folder = parameters.textOrEmpty(FOLDER).strip();
        if (folder.isEmpty()) {
            TenantValues.refuse(parameters);
            return Optional.empty();
        }
        Path path = parameters.file(folder);
        if (!Files.isDirectory(path)) {
            parameters.problem(FOLDER, "is '" + folder + "', which is no folder; make it, if only an empty one");
        }
        return Optional.of(new Tenancy(parameters, path));
    }

    /** The parameters with values that could be a tenant's. */
    Parameters sample() {
        return TenantValues.sample(parameters);
    }

    Path folder() {
        return folder;
    }

    /** Where requests go, as it was written, without its query. */
    String url() {
        return parameters.textOrEmpty("url").strip().split("[?]", 2)[0];
    }

    /** Replaces placeholders as those of the parameters are. */
    Function<String, Placeholders.Resolved> placeholders() {
        return parameters::resolve;
    }

    /** As {@link #settings(String, Map, List)}; what is wrong is said of the place where the values are. */
    PushSettings settings(String tenant, TenantConfig config) {
        try {
            config.problem().ifPresent(problem -> {
                throw new SettingsException(problem);
            });
            return settings(tenant, config.values(), config.secrets());
        } catch (SettingsException e) {
            throw new SettingsException(config.place() + ": " + e.getMessage(), e);
        }
    }

    /**
     * A tenant's settings.
     *
     * @param secrets values that must never be shown, whatever they are for
     * @throws SettingsException if a key is missing, or a value cannot stand where it is to
     */
    PushSettings settings(String tenant, Map<String, String> values, List<String> secrets) {
        List<String> missing =
                keys.stream().filter(key -> !values.containsKey(key)).sorted().toList();
        if (!missing.isEmpty()) {
            throw new SettingsException(
                    "missing key" + (missing.size() == 1 ? " " : "s ") + String.join(", ", missing));
        }
        Map<String, String> used = new TreeMap<>(values);
        used.keySet().retainAll(keys);
        Parameters own = TenantValues.of(parameters, tenant, used);
        secrets.forEach(own::secret);
        PushSettings settings = PushSettings.ofTenant(own);
        if (!own.problems().isEmpty()) {
            throw new SettingsException(
                    own.problems().stream().map(Problem::message).distinct().collect(Collectors.joining("; ")));
        }
        return settings;
    }

    /**
     * What may be shown of a tenant's values: where its target is, if nothing in that is secret.
     *
     * @param secrets that must never be shown, whatever they are for
     */
    Map<String, String> shown(Map<String, String> values, List<String> secrets) {
        Secrets hidden = new Secrets(secrets);
        Map<String, String> shown = new LinkedHashMap<>();
        new TreeMap<>(values).forEach((key, value) -> {
            boolean plain = addresses.contains(key)
                    && !SENSITIVE.matcher(key).matches()
                    && !value.contains("@")
                    && !value.contains("?")
                    && !hidden.isIn(value);
            shown.put(key, plain ? value : Secrets.MASK);
        });
        return shown;
    }
}
