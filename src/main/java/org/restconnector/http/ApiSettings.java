package org.restconnector.http;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.restconnector.metrics.Owner;
import org.restconnector.settings.Parameters;
import org.restconnector.settings.Secrets;

/**
 * How an API is talked to, whatever is asked of it.
 *
 * @param owner whose settings they are, as the log names it: {@code pull orders}
 * @param allowedHosts hosts, beside the API's own, that a next URL or a redirect may lead to
 * @param ignored statuses that are no fault
 * @param maxBytes of an answer, decompressed
 * @param heldBytes of an answer that are held in memory; a longer one goes to a file
 * @param secrets what no message may show
 * @param traffic by what way and how fast
 */
public record ApiSettings(
        String owner,
        Credentials credentials,
        List<String> allowedHosts,
        Set<Integer> ignored,
        RetrySettings retry,
        Duration timeout,
        long maxBytes,
        long heldBytes,
        Secrets secrets,
        Traffic traffic) {
    private static final long HELD_IN_MEMORY = 1 << 20;

    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:\\d{1,5})?");

    public ApiSettings {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(credentials, "credentials");
        allowedHosts = List.copyOf(allowedHosts);
        ignored = Set.copyOf(ignored);
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(secrets, "secrets");
        Objects.requireNonNull(traffic, "traffic");
    }

    /** From the parameters of authentication and faults, and {@code timeout}, {@code maxPageBytes}, {@code allowedHosts}. */
    public static ApiSettings of(Parameters parameters) {
        Duration timeout = timeout(parameters);
        long maxBytes = parameters.bytes("maxPageBytes");
        if (maxBytes < 1) {
            parameters.problem("maxPageBytes", "must be at least 1B");
        }
        for (String host : parameters.list("allowedHosts")) {
            if (!HOST.matcher(host).matches()) {
                parameters.problem(
                        "allowedHosts",
                        "holds '" + host + "'; allowed are host and host:port, as in files.example.com:8443");
            }
        }
        Credentials credentials = AuthSettings.of(parameters);
        Traffic traffic = Traffic.of(parameters, Owner.pull(parameters.textOrEmpty("name")), false);
        return new ApiSettings(
                parameters.owner(),
                credentials,
                parameters.list("allowedHosts"),
                RetrySettings.statuses(parameters, "ignoreStatuses"),
                RetrySettings.of(parameters),
                timeout,
                maxBytes,
                HELD_IN_MEMORY,
                new Secrets(parameters.secrets()),
                traffic);
    }

    /** Of a target that is written to: from the parameters of authentication and faults, and {@code timeout}. */
    public static ApiSettings ofTarget(Parameters parameters, long maxBytes) {
        Duration timeout = timeout(parameters);
        Credentials credentials = AuthSettings.of(parameters);
        Traffic traffic = Traffic.of(parameters, Owner.flow(parameters.textOrEmpty("name")), true);
        return new ApiSettings(
                parameters.owner(),
                credentials,
                List.of(),
                Set.of(),
                RetrySettings.of(parameters, Set.of()),
                timeout,
                maxBytes,
                maxBytes,
                new Secrets(parameters.secrets()),
                traffic);
    }

    /** The same, with answers of up to so many bytes held in memory. */
    public ApiSettings holding(long bytes) {
        return new ApiSettings(
                owner, credentials, allowedHosts, ignored, retry, timeout, maxBytes, bytes, secrets, traffic);
    }

    /** Whether {@code allowedHosts} lists it. */
    public boolean allows(Origin origin) {
        return allowedHosts.stream().anyMatch(origin::named);
    }

    /** How a token or login URL is asked: alike, but with nothing of who asks, and nowhere else. */
    ApiSettings forTokens() {
        return beside(Traffic.Purpose.TOKENS);
    }

    /** How a webhook's URL is called: alike, but with nothing of who asks, outside the API's rate. */
    public ApiSettings forWebhooks() {
        return beside(Traffic.Purpose.WEBHOOKS);
    }

    private ApiSettings beside(Traffic.Purpose purpose) {
        return new ApiSettings(
                owner,
                Credentials.NONE,
                List.of(),
                Set.of(),
                retry,
                timeout,
                HELD_IN_MEMORY,
                HELD_IN_MEMORY,
                secrets,
                traffic.unlimited(purpose));
    }

    private static Duration timeout(Parameters parameters) {
        Duration timeout = parameters.duration("timeout");
        if (timeout.isZero()) {
            parameters.problem("timeout", "must be longer than 0s");
        }
        return timeout;
    }
}
