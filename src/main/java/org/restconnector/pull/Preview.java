package org.restconnector.pull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.restconnector.http.HttpCall;
import org.restconnector.http.HttpCalls;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Response;
import org.restconnector.http.Retries;
import org.restconnector.http.TransientFault;
import org.restconnector.json.Json;
import org.restconnector.store.Run.RunError;

/**
 * Walks a pull's first pages apart from any run: nothing is delivered, nothing is kept. Used by one thread.
 */
public final class Preview {
    private static final Duration USUAL_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final PullSettings settings;
    private final Optional<Watermark> watermark;
    private final PageRequests requests;
    private final ProducerTemplate template;
    private final PageCursor cursor;
    private final int tries;
    private int pages;
    private boolean failed;

    /** @param tries of a request whose answer asks to come again soon */
    Preview(
            PullSettings settings,
            Optional<Watermark> watermark,
            PageRequests requests,
            ProducerTemplate template,
            int tries) {
        this.settings = settings;
        this.tries = tries;
        this.watermark = watermark;
        this.requests = requests;
        this.template = template;
        this.cursor = new PageCursor(
                settings.pagination(),
                Position.start(settings.pagination()),
                settings.api().credentials()::unsign);
    }

    /** Whether there is a page to ask for. */
    public boolean hasNext() {
        return cursor.isOpen() && !failed;
    }

    /** Asks for the next page; what goes wrong stands in it. */
    public PreviewPage next() {
        pages++;
        HttpCall call;
        try {
            call = make();
        } catch (PermanentFault e) {
            return failed(Optional.empty(), e);
        }
        Exchange sent = send(call);
        for (int again = 1; again < tries && waits(sent); again++) {
            sent = send(call);
        }
        return sent.getException() == null
                ? read(call, call.response())
                : failed(Optional.of(call), sent.getException());
    }

    private Exchange send(HttpCall call) {
        return template.send("direct:rest-call", exchange -> exchange.setProperty(HttpCalls.CALL, call));
    }

    /** Waits as a refused request is to wait; false if it was not refused for now, or for too long. */
    private static boolean waits(Exchange sent) {
        TransientFault fault = sent.getException(TransientFault.class);
        if (fault == null || fault.status().isEmpty()) {
            return false;
        }
        Duration wait = fault.retryAfter().orElse(USUAL_WAIT);
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            return false;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(wait.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes an answer that is there already for the next page's. */
    public PreviewPage take(Response answer) {
        pages++;
        try {
            return read(make(), answer);
        } catch (PermanentFault e) {
            return failed(Optional.empty(), e);
        }
    }

    /** A text without the pull's secrets. */
    public String mask(String text) {
        return settings.api().secrets().mask(text);
    }

    private HttpCall make() throws PermanentFault {
        Exchange exchange = new DefaultExchange(template.getCamelContext());
        Optional<Span> span =
                watermark.isPresent() ? Optional.of(watermark.get().toSend()) : Optional.empty();
        Set<Integer> ignored = settings.api().ignored();
        return requests.make(
                new PageRequests.Wanted(settings, cursor, Optional.empty(), ignored::contains), span, exchange);
    }

    private PreviewPage read(HttpCall call, Response response) {
        try {
            List<String> warnings = new ArrayList<>();
            Page page = Page.empty(response);
            PageCursor.Step step = PageCursor.Step.end();
            if (response.successful()) {
                page = PageReader.read(settings, response, call);
                if (pages == 1) {
                    PageReader.missing(settings, page).ifPresent(warnings::add);
                }
                step = cursor.look(page);
            }
            step.warning().ifPresent(warnings::add);
            cursor.move(step);
            failed = step.fault().isPresent();
            return new PreviewPage(
                    pages,
                    Optional.of(asked(call)),
                    Optional.of(response),
                    Optional.ofNullable(page.document()),
                    page.records(),
                    step.next().isPresent() ? Optional.of(shown(step.next().get())) : Optional.empty(),
                    warnings,
                    step.fault().map(fault -> error(fault, call)));
        } catch (PermanentFault e) {
            return failed(Optional.of(call), e);
        }
    }

    private String shown(Position next) throws PermanentFault {
        if (next.value().isEmpty()) {
            return make().name();
        }
        String place = settings.pagination().placement().map(Placement::text).orElse("");
        return mask(place + "=" + Json.plain(next.value().get()));
    }

    private PreviewPage failed(Optional<HttpCall> call, Exception cause) {
        failed = true;
        return new PreviewPage(
                pages,
                call.map(Preview::asked),
                call.flatMap(HttpCall::received),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.of(error(cause, call.orElse(null))));
    }

    private static PreviewPage.Asked asked(HttpCall call) {
        return new PreviewPage.Asked(call.name(), call.headerNames(), call.shownBody());
    }

    private RunError error(Exception cause, HttpCall call) {
        if (cause instanceof TransientFault fault && call != null) {
            int retries = settings.api().retry().retries();
            String again = retries == 0 || tries > 1 ? "" : " (a run would try again, up to " + retries + " times)";
            return new RunError(Retries.verdict(call, fault).code(), mask(fault.getMessage() + again));
        }
        return RunErrors.of(cause, call, settings, "that is only looked at");
    }
}
