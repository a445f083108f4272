package org.restconnector.pull;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.restconnector.http.PermanentFault;
import org.restconnector.via.Via;

/**
 * The records of one page on their way: gives a message each, and ends early when going on would be
 * wrong. Used by one thread.
 */
final class DeliveryRun implements Iterator<Message> {
    /** So many deliveries in a row that find nobody there mean that the destination is away. */
    private static final int AWAY_IN_A_ROW = 20;

    private final List<Endpoint> destinations;
    private final PullSettings pull;
    private final Optional<Via> via;
    private Page page;
    private final long earlierErrors;
    private final List<Refusal> refusals = new ArrayList<>();
    private final DeliveryQueue queue;
    private final RecordMessages messages;
    private List<Map<String, Object>> untouched = List.of();
    private long delivered;
    private long skipped;
    private int awayInARow;
    private Optional<Delivery> current = Optional.empty();
    private Optional<PermanentFault> stop = Optional.empty();
    private boolean expectingAway;
    private boolean othersPassed;

    /** @param earlierErrors records that the run dead-lettered before this page */
    DeliveryRun(CamelContext context, PullRun run, Page page, long earlierErrors) {
        this.destinations = run.endpoints().destinations(context);
        this.pull = run.settings();
        this.via = pull.delivery().via().map(Via::of);
        this.page = page;
        this.messages = new RecordMessages(context, pull, run.id());
        this.queue = new DeliveryQueue(
                page.records(), pull.records(), run.endpoints().via(context), destinations);
        this.earlierErrors = earlierErrors;
    }

    /**
     * Makes it the replay of one dead letter.
     *
     * @param id that the record was known by, whatever the primary key is now
     * @param away whether the destination was away for the one before
     */
    DeliveryRun replay(String id, boolean away) {
        queue.known(id);
        expectingAway = away;
        return this;
    }

    /** Takes note that other records of the page were delivered or refused before. */
    DeliveryRun afterOthers(boolean passed) {
        othersPassed = passed;
        return this;
    }

    /** Goes on with the part of the page that follows. */
    DeliveryRun extend(Page next) {
        page = page.plus(next);
        untouched = List.of();
        queue.extend(page.records());
        return this;
    }

    /** Whether none of its records found anybody there: then what follows in the page tells what that means. */
    boolean isUndecided() {
        return stop.isEmpty() && !pull.delivery().stopOnError() && isComplete() && isAllAway();
    }

    private boolean isAllAway() {
        return !refusals.isEmpty() && delivered == 0 && refusals.stream().allMatch(Refusal::away);
    }

    @Override
    public boolean hasNext() {
        return stop.isEmpty() && queue.mayHaveNext();
    }

    /** The next message; {@code null}, which Camel's splitter passes over, if there turns out to be none. */
    @Override
    public Message next() {
        current = queue.next();
        return current.map(this::message).orElse(null);
    }

    private Message message(Delivery delivery) {
        // what came out of `via` cannot be made anew, as a page can
        return messages.of(isTransformed(delivery) ? delivery.copy() : delivery);
    }

    private boolean isTransformed(Delivery delivery) {
        return via.isPresent() && !delivery.passing();
    }

    Delivery current() {
        return current.orElseThrow(() -> new IllegalStateException("no record is on its way"));
    }

    /** Makes the exchange's message fit for the endpoint that it is for. */
    void address(Exchange exchange) {
        if (current().passing()) {
            via.orElseThrow().fill(exchange, current().items().get(0).record());
        }
    }

    /** Makes the message anew: whoever had it first may have changed its body. */
    void refill(Message message) {
        message.removeHeaders("*");
        messages.fill(message, pristine(current()).copy());
    }

    private Delivery pristine(Delivery delivery) {
        return isTransformed(delivery) ? delivery : asReceived(delivery);
    }

    private Delivery asReceived(Delivery delivery) {
        return delivery.with(delivery.items().stream()
                .map(item -> item.with(untouched().get(item.place())))
                .toList());
    }

    /** The page's records as they came. Of several destinations each was given a copy, a single one was not. */
    private List<Map<String, Object>> untouched() {
        if (untouched.isEmpty()) {
            untouched = destinations.size() > 1 && via.isEmpty()
                    ? page.records()
                    : page.again().get();
        }
        return untouched;
    }

    /** Whether the endpoint was away for the delivery before: then this one is tried but once. */
    boolean expectsAway() {
        return expectingAway
                || awayInARow > 0
                        && !refusals.isEmpty()
                        && current().follows(refusals.get(refusals.size() - 1).delivery());
    }

    /** Takes note that the current delivery failed for good. */
    void refuse(Exception cause) {
        boolean away = Away.is(cause);
        awayInARow = !away ? 0 : expectsAway() ? awayInARow + 1 : 1;
        Refusal refusal = new Refusal(asReceived(current()), cause, away);
        refusals.add(refusal);
        if (awayInARow >= AWAY_IN_A_ROW) {
            stop = Optional.of(fault("the destination is away: " + refusal.reason(pull), cause));
        } else if (!away) {
            stopOnError(refusal);
        }
    }

    /** Takes note that the current delivery was to be tried again, and cannot be. */
    void interrupt() {
        stop = Optional.of(new PermanentFault("interrupted", RunErrors.STOPPED));
    }

    private void stopOnError(Refusal refusal) {
        String id = refusal.delivery().items().get(0).id();
        if (pull.delivery().stopOnError()) {
            stop = Optional.of(fault("record " + id + " was refused: " + refusal.reason(pull), refusal.cause()));
        } else if (tooMany()) {
            stop = Optional.of(fault(
                    "more than " + pull.delivery().maxErrors() + " records were refused (maxRecordErrors), the last, "
                            + id + ", with: " + refusal.reason(pull),
                    refusal.cause()));
        }
    }

    private static PermanentFault fault(String message, Exception cause) {
        return new PermanentFault("destination", message, cause);
    }

    /** Why the page must not be passed, once all of it was tried; empty if it may. */
    Optional<PermanentFault> verdict() {
        boolean allAway = isComplete() && isAllAway() && !othersPassed;
        if (stop.isEmpty() && allAway) {
            Refusal first = refusals.get(0);
            return Optional.of(fault("the destination is away: " + first.reason(pull), first.cause()));
        }
        if (stop.isEmpty() && !refusals.isEmpty() && (pull.delivery().stopOnError() || tooMany())) {
            stopOnError(refusals.get(refusals.size() - 1));
        }
        if (stop.isEmpty() && !isComplete()) {
            return Optional.of(new PermanentFault(
                    "interrupted",
                    delivered + " of " + page.records().size()
                            + " records of the page were delivered; it comes again"));
        }
        return stop;
    }

    private boolean tooMany() {
        return earlierErrors + refused() > pull.delivery().maxErrors();
    }

    long refused() {
        return refusals.stream().mapToLong(refusal -> refusal.delivery().size()).sum();
    }

    /**
     * Takes note that an endpoint took the current delivery.
     *
     * @throws IllegalArgumentException if it is {@code via}, and the exchange holds no record
     */
    void taken(Endpoint endpoint, Exchange exchange) {
        if (current().passing()) {
            Delivery.Item item = current().items().get(0);
            via.orElseThrow()
                    .answer(exchange)
                    .ifPresentOrElse(record -> queue.passed(item.with(record)), () -> skipped++);
            current().take(endpoint);
        } else if (current().take(endpoint)) {
            delivered += current().size();
        }
    }

    /** Records that every destination took. */
    long delivered() {
        return delivered;
    }

    /** Records that {@code via} dropped. */
    long skipped() {
        return skipped;
    }

    /** Whether each record was taken, dropped or refused; anything else is a fault of the flow. */
    boolean isComplete() {
        return delivered + skipped + refused() == page.records().size();
    }

    List<Refusal> refusals() {
        return List.copyOf(refusals);
    }
}
