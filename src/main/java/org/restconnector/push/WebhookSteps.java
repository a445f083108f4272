package org.restconnector.push;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.restconnector.http.ApiSettings;
import org.restconnector.http.BreakOff;
import org.restconnector.http.Fault;
import org.restconnector.http.Header;
import org.restconnector.http.HttpCall;
import org.restconnector.http.HttpCalls;
import org.restconnector.http.Origin;
import org.restconnector.http.Response;
import org.restconnector.http.RetrySettings;
import org.restconnector.http.TransientFault;
import org.restconnector.json.Json;
import org.restconnector.store.Jobs.Job;
import org.restconnector.store.StoreException;
import org.restconnector.store.Webhooks.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the route {@code rest-push-webhook}, one method each: the bean {@code rest-webhooks}. */
public final class WebhookSteps {
    /** The exchange property that holds the {@link Sent}. */
    static final String CALL = "RestConnectorWebhook";

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSteps.class);

    /** A call, and whose it is. */
    record Sent(Call call, PushSettings settings, FlowServices services, BreakOff breakOff) {
        private WebhookSettings webhook() {
            return settings.webhook().orElseThrow();
        }

        private RetrySettings retry() {
            return settings.api().retry();
        }
    }

    private static Sent sent(Exchange exchange) {
        return exchange.getProperty(CALL, Sent.class);
    }

    /** Makes the request, the same bytes under the same id for every try. */
    public void request(Exchange exchange) {
        Sent sent = sent(exchange);
        byte[] body = sent.call().body().orElseGet(() -> render(sent));
        ApiSettings api = sent.settings().api().forWebhooks();
        HttpCall call = new HttpCall(
                api,
                Origin.of(sent.webhook().url()),
                "POST",
                sent.webhook().url(),
                headers(sent, body),
                List.of(),
                Optional.of(body),
                status -> !sent.retry().retriesFor(status),
                sent.services().clock());
        exchange.setProperty(HttpCalls.CALL, call);
    }

    private static byte[] render(Sent sent) {
        Call call = sent.call();
        Job job = sent.services()
                .jobs()
                .find(call.flow(), call.tenant(), call.job())
                .orElseThrow(() -> new IllegalStateException("job " + call.job() + " is gone"));
        Map<String, Object> view = JobView.summary(job);
        view.put("status", call.event().status().name());
        byte[] body = Json.write(view);
        sent.services().webhooks().render(call, body);
        return body;
    }

    private static List<Header> headers(Sent sent, byte[] body) {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Content-Type", "application/json"));
        Instant now = sent.services().clock().instant();
        sent.webhook()
                .signature()
                .ifPresentOrElse(
                        signature ->
                                headers.addAll(signature.headers(sent.call().key(), now, body)),
                        () -> headers.add(new Header("webhook-id", sent.call().key())));
        return headers;
    }

    /** An answer ends the call. */
    public void answered(Exchange exchange) {
        Sent sent = sent(exchange);
        Response answer = exchange.getProperty(HttpCalls.CALL, HttpCall.class).response();
        if (!answer.successful()) {
            LOG.warn(
                    "flow {}: the webhook refused job {} ({}) with {}; it is not told again",
                    flow(sent),
                    sent.call().job(),
                    sent.call().event(),
                    answer.status());
        }
        sent.services().webhooks().done(sent.call());
    }

    /** A fault ends the call, or sets the time of its next try. */
    public void failed(Exchange exchange) {
        Sent sent = sent(exchange);
        Exception fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        try {
            failed(sent, fault);
        } catch (StoreException e) {
            LOG.warn(
                    "flow {}: the webhook's call {} will be made again: {}",
                    flow(sent),
                    sent.call().key(),
                    e.getMessage());
        }
    }

    private static void failed(Sent sent, Exception fault) {
        int failures = sent.call().attempts() + 1;
        if (wasBrokenOff(fault) || sent.breakOff().isBroken()) {
            sent.services().webhooks().giveBack(sent.call());
        } else if (isTransient(fault) && failures <= sent.retry().retries()) {
            again(sent, fault, failures);
        } else {
            giveUp(sent, fault, failures);
        }
    }

    /** Its flow ends, or the program does. The store is still to be told. */
    private static boolean wasBrokenOff(Exception fault) {
        boolean interrupted = Thread.interrupted();
        return interrupted
                || fault instanceof InterruptedException
                || fault instanceof Fault known && known.code().equals("interrupted");
    }

    private static boolean isTransient(Exception fault) {
        return fault instanceof TransientFault || fault instanceof StoreException;
    }

    private static void again(Sent sent, Exception fault, int failures) {
        Optional<Duration> asked = fault instanceof TransientFault broken ? broken.retryAfter() : Optional.empty();
        Duration most = sent.retry().maxRetryAfter();
        Duration wait = asked.map(time -> time.compareTo(most) > 0 ? most : time)
                .orElseGet(() -> sent.retry()
                        .delayBefore(failures, ThreadLocalRandom.current().nextDouble()));
        LOG.debug(
                "flow {}: the webhook's call {} failed: {}",
                flow(sent),
                sent.call().key(),
                fault.getMessage());
        sent.services()
                .webhooks()
                .again(sent.call(), sent.services().clock().instant().plus(wait));
    }

    private static void giveUp(Sent sent, Exception fault, int failures) {
        LOG.warn(
                "flow {}: the webhook is not told of job {} ({}), given up after {} {}: {}",
                flow(sent),
                sent.call().job(),
                sent.call().event(),
                failures,
                failures == 1 ? "try" : "tries",
                sent.settings().api().secrets().mask(String.valueOf(fault.getMessage())));
        sent.services().webhooks().done(sent.call());
    }

    private static String flow(Sent sent) {
        return sent.settings().name();
    }
}
