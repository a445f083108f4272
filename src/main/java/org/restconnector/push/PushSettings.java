package org.restconnector.push;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.restconnector.http.ApiSettings;
import org.restconnector.http.HeaderLines;
import org.restconnector.http.RetrySettings;
import org.restconnector.settings.Parameters;
import org.restconnector.via.Via;

/**
 * All that a user said of one flow, checked.
 *
 * @param streams the streams it accepts; none: all
 * @param existing statuses that mean that the target has the record already
 * @param splits whether a refused batch is halved
 * @param via the endpoint URI that each record passes on its way
 * @param pauseAfter requests refused in a row that pause the flow; 0: never
 * @param tenancy there where each tenant has a target of its own: what depends on it is a sample then
 */
record PushSettings(
        String name,
        TargetUrl url,
        String method,
        Set<String> streams,
        BatchLimits limits,
        Payload payload,
        RecordForm form,
        Optional<String> via,
        List<HeaderLines.Line> headers,
        ApiSettings api,
        boolean ordered,
        int concurrency,
        Set<Integer> existing,
        boolean splits,
        int pauseAfter,
        AnswerPaths answer,
        Optional<Signature> signature,
        Optional<WebhookSettings> webhook,
        Optional<Tenancy> tenancy) {
    private static final List<String> METHODS = List.of("POST", "PUT", "PATCH", "DELETE");
    private static final long LARGEST_ANSWER = 32L << 20;
    private static final int MOST_CONCURRENCY = 1000;

    /**
     * @param size records of a batch
     * @param bytes of its request's body
     * @param age how long its first record waits for others
     */
    record BatchLimits(int size, long bytes, Duration age) {}

    private enum OnReject {
        SPLIT,
        DEAD_LETTER
    }

    PushSettings {
        Objects.requireNonNull(name, "name");
        streams = Set.copyOf(streams);
        headers = List.copyOf(headers);
        existing = Set.copyOf(existing);
        Objects.requireNonNull(via, "via");
        Objects.requireNonNull(tenancy, "tenancy");
    }

    /**
     * The bodies of a batch's records, to make requests of fewer: as they came, or where they passed
     * {@code via}, which they pass but once, out of the batch's own body.
     */
    List<byte[]> bodies(byte[] batch, Supplier<List<byte[]>> asTheyCame) {
        return via.isPresent() ? payload.records(batch) : asTheyCame.get();
    }

    /**
     * A request's body.
     *
     * @param records as they came
     * @param batchKey the Idempotency-Key of its batch
     */
    byte[] body(List<byte[]> records, String stream, String batchKey) {
        return payload.render(records.stream()
                .map(record -> form.render(record, stream, batchKey))
                .toList());
    }

    /** What is wrong stands in {@code parameters} afterwards; the settings are of use only if nothing is. */
    static PushSettings of(Parameters parameters) {
        Optional<Tenancy> tenancy = Tenancy.of(parameters);
        if (tenancy.isEmpty()) {
            return of(parameters, tenancy);
        }
        Parameters sample = tenancy.get().sample();
        PushSettings settings = of(sample, tenancy);
        parameters.adopt(sample);
        return settings;
    }

    /** Those of one tenant. */
    static PushSettings ofTenant(Parameters parameters) {
        return of(parameters, Optional.empty());
    }

    private static PushSettings of(Parameters parameters, Optional<Tenancy> tenancy) {
        BatchLimits limits = limits(parameters);
        TargetUrl url = url(parameters, limits);
        Payload payload = Payload.of(parameters, limits.size());
        List<HeaderLines.Line> headers = HeaderLines.of(parameters, "headers");
        Optional<Signature> signature = Signature.of(parameters, "signingSecret");
        boolean ordered = parameters.flag("ordered");
        return new PushSettings(
                parameters.textOrEmpty("name"),
                url,
                method(parameters),
                Set.copyOf(parameters.list("streams")),
                limits,
                payload,
                form(parameters),
                parameters.parsed("via", Via::uri),
                headers,
                parameters.tenant().isEmpty()
                        ? ApiSettings.ofTarget(parameters, LARGEST_ANSWER)
                        : ApiSettings.ofTarget(parameters, LARGEST_ANSWER).apart(parameters.tenant()),
                ordered,
                concurrency(parameters),
                existing(parameters),
                parameters.choice("onReject", OnReject.class).orElse(OnReject.SPLIT) == OnReject.SPLIT,
                parameters.number("pauseAfter", 0).map(Math::toIntExact).orElse(0),
                AnswerPaths.of(parameters, limits.size()),
                signature,
                WebhookSettings.of(parameters),
                tenancy);
    }

    private static BatchLimits limits(Parameters parameters) {
        long size = parameters.number("batchSize", 1).orElse(1L);
        if (size > 100_000) {
            parameters.problem("batchSize", "is " + size + "; allowed are 1 to 100000");
        }
        long bytes = parameters.bytes("batchBytes");
        if (bytes < 1) {
            parameters.problem("batchBytes", "must be at least 1B");
        }
        return new BatchLimits((int) Math.min(size, 100_000), bytes, parameters.duration("batchTimeout"));
    }

    private static TargetUrl url(Parameters parameters, BatchLimits limits) {
        TargetUrl url = TargetUrl.of(parameters);
        if (url.usesRecord() && limits.size() > 1) {
            parameters.problem(
                    "url", "holds {record.FIELD}, which goes with batchSize 1, but batchSize is " + limits.size());
        }
        return url;
    }

    private static String method(Parameters parameters) {
        String method = parameters.textOrEmpty("method").strip().toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            parameters.problem("method", "is '" + method + "'; allowed are " + String.join(", ", METHODS));
        }
        return method;
    }

    private static RecordForm form(Parameters parameters) {
        RecordForm form = new RecordForm(
                parameters.textOrEmpty("externalIdField").strip(),
                parameters.flag("addStream"),
                JsonParameters.object(parameters, "metadata"),
                parameters.textOrEmpty("batchIdField").strip());
        if (form.byBatch()
                && (form.batchIdField().equals("metadata") && !form.metadata().isEmpty()
                        || form.batchIdField().equals("stream") && form.addStream())) {
            parameters.problem(
                    "batchIdField", "is '" + form.batchIdField() + "', which another parameter sets already");
        }
        return form;
    }

    private static int concurrency(Parameters parameters) {
        long concurrency = parameters.number("concurrency", 1).orElse(1L);
        if (concurrency > MOST_CONCURRENCY) {
            parameters.problem("concurrency", "is " + concurrency + "; allowed are 1 to " + MOST_CONCURRENCY);
        }
        return (int) Math.min(concurrency, MOST_CONCURRENCY);
    }

    private static Set<Integer> existing(Parameters parameters) {
        Set<Integer> statuses = RetrySettings.statuses(parameters, "existingStatuses");
        RetrySettings usual = new RetrySettings(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Set.of());
        for (int status : statuses) {
            if (status < 300 || status == 401 || status == 410 || usual.retriesFor(status)) {
                parameters.problem(
                        "existingStatuses",
                        "holds " + status + ", which has a meaning of its own; allowed are final ones, as in 409");
            }
        }
        return statuses;
    }

    /** Where batches go, and how large they are, in one line without secrets. */
    String description() {
        return method() + " " + api().secrets().mask(tenancy().map(Tenancy::url).orElse(url().shown())) + ", "
                + (limits().size() == 1 ? "a record a request" : "up to " + limits().size() + " records a request");
    }
}
