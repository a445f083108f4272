package org.restconnector.http;

import java.util.Objects;
import java.util.Optional;
import org.restconnector.metrics.Owner;
import org.restconnector.settings.Parameters;

/**
 * By what way, and how fast, an API is asked.
 *
 * @param caller for whom its requests are counted
 * @param purpose as what they are counted
 * @param owner whose budget it is: a connection's, that all of it share, or that of one pull or flow
 * @param limit requests that go out at most
 * @param cutsWaits whether a wait longer than {@code maxRetryAfter} is cut to it, rather than a fault
 */
public record Traffic(
        Owner caller,
        Purpose purpose,
        Network network,
        String owner,
        Optional<RateLimit> limit,
        QuotaHeaders quota,
        boolean cutsWaits) {
    public Traffic {
        Objects.requireNonNull(caller, "caller");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(quota, "quota");
    }

    enum Purpose {
        RECORDS,
        TOKENS,
        WEBHOOKS
    }

    /** From {@code connection}, {@code tls}, {@code proxy}, {@code rateLimit} and the names of the API's own headers. */
    static Traffic of(Parameters parameters, Owner caller, boolean cutsWaits) {
        String connection = parameters.textOrEmpty("connection").strip();
        boolean shares = !connection.isEmpty() && !parameters.own("rateLimit");
        return new Traffic(
                caller,
                Purpose.RECORDS,
                Network.of(parameters),
                shares ? "connection " + connection : "name " + caller.name(),
                parameters
                        .text("rateLimit")
                        .filter(text -> !text.isBlank())
                        .flatMap(text -> parameters.parsed("rateLimit", RateLimit::parse)),
                QuotaHeaders.of(parameters),
                cutsWaits);
    }

    /** The same way without a budget: for token requests, which a request that has its turn may need. */
    Traffic unlimited(Purpose other) {
        return new Traffic(caller, other, network, owner + " tokens", Optional.empty(), QuotaHeaders.NONE, cutsWaits);
    }
}
