package org.restconnector.push;

import java.io.IOException;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.restconnector.http.Expressions;
import org.restconnector.http.Fault;
import org.restconnector.http.Header;
import org.restconnector.http.HeaderLines;
import org.restconnector.http.HttpCall;
import org.restconnector.http.HttpCalls;
import org.restconnector.json.FieldPath;
import org.restconnector.json.Json;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the routes of {@code rest-push.camel.yaml}, one method each: the bean {@code rest-push}. */
public final class PushSteps {
    /** The exchange property that holds the {@link Attempt} of a request. */
    static final String ATTEMPT = "RestConnectorAttempt";

    private static final String VERDICT = "RestConnectorVerdict";
    private static final String KEY = "Idempotency-Key";
    private static final Logger LOG = LoggerFactory.getLogger(PushSteps.class);

    private final Expressions expressions;

    public PushSteps(Expressions expressions) {
        this.expressions = expressions;
    }

    private static RunningFlow flow(Exchange exchange) {
        return exchange.getProperty(RunningFlow.PROPERTY, RunningFlow.class);
    }

    private static Attempt attempt(Exchange exchange) {
        return exchange.getProperty(ATTEMPT, Attempt.class);
    }

    /** Makes of a claimed record what is sent, and room for it: a batch that it would not fit into is complete. */
    public void render(Exchange exchange) {
        Waiting record = exchange.getMessage().getBody(Waiting.class);
        String group = exchange.getProperty(RunningFlow.GROUP, String.class);
        exchange.getMessage().setBody(flow(exchange).groups().place(group, record));
    }

    /** Hands the batch to the flow's senders. */
    public void dispatch(Exchange exchange) {
        flow(exchange).sending().dispatch(exchange.getMessage().getBody(Attempt.class));
    }

    /** Makes the request of a batch, of configuration alone; values that came in stand encoded in its URL. */
    public void request(Exchange exchange) throws Fault {
        Attempt attempt = attempt(exchange);
        PushSettings settings = attempt.settings();
        Batch batch = attempt.batch();
        HttpCall call = new HttpCall(
                settings.api(),
                settings.url().origin(),
                settings.method(),
                url(attempt),
                headers(attempt, exchange),
                List.of(),
                Optional.of(batch.body()),
                new Judge(settings)::isFinal,
                attempt.flow().services().clock());
        exchange.setProperty(HttpCalls.CALL, call);
        attempt.flow().services().faults().at("batch-sending");
    }

    private static URI url(Attempt attempt) throws Fault {
        Batch batch = attempt.batch();
        Map<String, String> values = Map.of(
                "stream", batch.lane().stream(),
                "tenant", batch.lane().tenant(),
                "flow", batch.lane().flow(),
                "env", attempt.flow().services().env(),
                "job", batch.members().get(0).jobId());
        return attempt.settings().url().render(values, fields(attempt));
    }

    private static Function<String, Optional<Object>> fields(Attempt attempt) {
        if (!attempt.settings().url().usesRecord()) {
            return field -> Optional.empty();
        }
        byte[] payload = attempt.settings()
                .bodies(attempt.batch().body(), () -> attempt.flow().batches().payloads(attempt.batch()))
                .get(0);
        try {
            Object record = Json.read(payload, 0, payload.length);
            return field -> FieldPath.of(field).find(record);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the stored record of batch " + attempt.batch().key() + " is damaged", e);
        }
    }

    private List<Header> headers(Attempt attempt, Exchange exchange) throws Fault {
        PushSettings settings = attempt.settings();
        List<Header> ours = new ArrayList<>();
        ours.add(new Header(KEY, attempt.batch().key()));
        settings.signature()
                .ifPresent(signature -> ours.addAll(signature.headers(
                        attempt.batch().key(),
                        attempt.flow().now(),
                        attempt.batch().body())));
        List<Header> headers = new ArrayList<>();
        boolean typed = false;
        for (HeaderLines.Line line : settings.headers()) {
            typed |= line.name().equalsIgnoreCase("Content-Type");
            if (ours.stream().noneMatch(header -> header.name().equalsIgnoreCase(line.name()))) {
                String value = line.value().render(inside -> expressions.evaluate(inside, exchange, ZoneOffset.UTC));
                headers.add(new Header(line.name(), value));
            }
        }
        if (!typed) {
            headers.add(new Header("Content-Type", "application/json"));
        }
        headers.addAll(ours);
        return headers;
    }

    /** Reads what follows from the answer. */
    public void answer(Exchange exchange) {
        Attempt attempt = attempt(exchange);
        HttpCall call = exchange.getProperty(HttpCalls.CALL, HttpCall.class);
        Judge judge = new Judge(attempt.settings());
        exchange.setProperty(
                VERDICT, judge.of(call.response(), attempt.batch().members().size()));
    }

    /** Reads what follows from a fault. */
    public void fault(Exchange exchange) {
        Attempt attempt = attempt(exchange);
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (!(cause instanceof Fault)) {
            LOG.error(
                    "flow {}: batch {} could not be sent",
                    attempt.flow().name(),
                    attempt.batch().key(),
                    cause);
        }
        Judge judge = new Judge(attempt.settings());
        exchange.setProperty(
                VERDICT,
                judge.of(
                        cause, attempt.batch().members().size(), attempt.batch().attempts()));
    }

    /** Stores the outcome. */
    public void conclude(Exchange exchange) {
        Attempt attempt = attempt(exchange);
        attempt.flow().conclusion().store(attempt, exchange.getProperty(VERDICT, Verdict.class));
    }
}
