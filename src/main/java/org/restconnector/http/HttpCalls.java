package org.restconnector.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.zip.ZipException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.restconnector.metrics.CallOutcome;
import org.restconnector.metrics.Metrics;
import org.restconnector.metrics.Tally;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two ends of the route {@code rest-call}: makes the message that the HTTP component sends, and a
 * result or a {@link Fault} of what comes back. The call itself is a property of the exchange.
 */
public final class HttpCalls {
    /** The exchange property that holds the {@link HttpCall}. */
    public static final String CALL = "RestConnectorCall";

    /** The exchange property of a {@link Turn} that was taken for the call's first request. */
    public static final String TURN = "RestConnectorTurn";

    /** The exchange property of the {@link Outer} settings, if there are some. */
    public static final String OUTER = "RestConnectorOuterLimits";

    /** Settings whose {@code rateLimit} holds for the call as well as its own: it is part of what they are for. */
    public record Outer(List<ApiSettings> all) {
        public Outer {
            all = List.copyOf(all);
        }

        private List<ApiSettings> limited() {
            return all.stream().filter(api -> api.traffic().limit().isPresent()).toList();
        }
    }

    /** The exchange property that holds the {@link Request} for the HTTP client. */
    static final String REQUEST = "RestConnectorRequest";

    private static final Logger LOG = LoggerFactory.getLogger(HttpCalls.class);

    private final Budgets budgets;
    private final Tokens tokens;
    private final Metrics metrics;

    public HttpCalls(Budgets budgets, Tokens tokens, Metrics metrics) {
        this.budgets = Objects.requireNonNull(budgets, "budgets");
        this.tokens = Objects.requireNonNull(tokens, "tokens");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
    }
    /** The exchange property that holds an answer's status as soon as its head has come. */
    static final String STATUS = "RestConnectorStatus";

    /** What was held of APIs that nobody asks any more as they were asked is let go. */
    public void forget(Collection<ApiSettings> gone, Collection<ApiSettings> still) {
        budgets.forget(gone, still);
        tokens.forget(gone, still);
    }

    private static HttpCall call(Exchange exchange) {
        return exchange.getProperty(CALL, HttpCall.class);
    }

    /** Begins a try of the call. */
    public void begin(Exchange exchange) {
        call(exchange).begin(tokens);
    }

    /** Whether the call has a request to send: the loop's condition. */
    public boolean isOpen(Exchange exchange) {
        return call(exchange).isOpen();
    }

    /** Waits for the request's turn, and makes its message: nothing of an earlier message stays in it. */
    public void prepare(Exchange exchange) throws Fault, InterruptedException {
        HttpCall call = call(exchange);
        call.turn(turn(exchange, call.api()));
        Request request;
        try {
            // a token is asked for within the turn: before it, it might expire while this one waits
            request = call.request();
        } catch (Fault | InterruptedException | RuntimeException e) {
            call.turn().close();
            throw e;
        }
        exchange.setProperty(REQUEST, request);
        exchange.removeProperty(STATUS);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, request.method());
        message.setHeader(Exchange.HTTP_URI, request.url().toString());
        message.setBody(request.body().orElse(null));
    }

    /** The one that was taken already, or the next. */
    private Turn turn(Exchange exchange, ApiSettings api) throws Fault {
        Turn early = (Turn) exchange.removeProperty(TURN);
        if (early != null) {
            return early;
        }
        Outer outer = exchange.getProperty(OUTER, Outer.class);
        List<ApiSettings> all = new ArrayList<>(outer == null ? List.of() : outer.limited());
        all.add(api);
        long asked = System.nanoTime();
        Turn taken = Turns.take(budgets, all, () -> isEnding(exchange.getContext()));
        metrics.of(api.traffic().caller()).waited(System.nanoTime() - asked);
        return taken;
    }

    private static boolean isEnding(CamelContext context) {
        return context.getStatus().isStopping() || context.getStatus().isStopped();
    }

    /** Hands the answer to the call. */
    public void receive(Exchange exchange) throws Fault, InterruptedException {
        HttpCall call = call(exchange);
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        count(call, CallOutcome.of(status));
        CapturedEntity.Content content = (CapturedEntity.Content) message.getBody();
        exchange.removeProperty(REQUEST);
        message.removeHeaders("*");
        message.setBody(null);
        call.turn().close();
        call.quotaWait(status, content.headers()).ifPresent(wait -> hold(call, wait));
        call.receive(status, content.headers(), content.body());
    }

    private void count(HttpCall call, CallOutcome outcome) {
        Traffic traffic = call.api().traffic();
        Tally tally = metrics.of(traffic.caller());
        switch (traffic.purpose()) {
            case RECORDS -> tally.requested(outcome, call.nanosSinceSent());
            case TOKENS -> tally.tokenRequested(outcome);
            case WEBHOOKS -> tally.webhookRequested(outcome);
        }
    }

    private void hold(HttpCall call, Duration wait) {
        LOG.info(
                "{}: {}: the API's budget is used up, the next request is to wait {} s",
                call.owner(),
                call.name(),
                wait.toSeconds());
        budgets.of(call.api()).hold(wait);
    }

    /** Turns what the HTTP client threw into a {@link Fault}, and throws it. */
    public void broken(Exchange exchange) throws Exception {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        HttpCall call = call(exchange);
        call.turn().close();
        Request request = (Request) exchange.removeProperty(REQUEST);
        if (request != null) {
            count(call, isLate(cause) ? CallOutcome.TIMEOUT : CallOutcome.ERROR);
        }
        Integer status = exchange.getProperty(STATUS, Integer.class);
        throw fault(call, request, status == null ? OptionalInt.empty() : OptionalInt.of(status), cause);
    }

    private static Exception fault(HttpCall call, Request request, OptionalInt status, Exception cause) {
        if (cause instanceof Fault || !(cause instanceof IOException)) {
            return cause;
        }
        String name = call.name();
        if (cause instanceof AnswerReader.TooLargeException) {
            return new PermanentFault("response_too_large", name + ": " + cause.getMessage(), status, cause);
        }
        if (cause instanceof AnswerReader.NotKeptException) {
            return new PermanentFault("store", name + ": " + cause.getMessage(), cause);
        }
        if (cause instanceof Decoding.UnknownCodingException) {
            return new PermanentFault("format", name + ": " + cause.getMessage(), status, cause);
        }
        if (cause instanceof ZipException) {
            return new PermanentFault(
                    "format", name + ": the answer is not the gzip that it says it is", status, cause);
        }
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : call.masked(cause.getMessage());
        String advice = ConnectionAdvice.of((IOException) cause, request);
        return new TransientFault(isLate(cause) ? "timeout" : "connection", name + ": " + why + advice, cause);
    }

    private static boolean isLate(Exception cause) {
        return cause instanceof ResponseGuard.DeadlineException || cause instanceof SocketTimeoutException;
    }
}
