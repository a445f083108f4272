package org.restconnector.pull;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.restconnector.http.PermanentFault;
import org.restconnector.json.Json;

/**
 * The records of one page on their way: gives a message each, and ends early when going on would be
 * wrong. Used by one thread.
 */
final class DeliveryRun implements Iterator<Message> {
    /** So many deliveries in a row that find nobody there mean that the destination is away. */
    private static final int AWAY_IN_A_ROW = 20;

    private final CamelContext context;
    private final List<Endpoint> destinations;
    private final PullSettings pull;
    private final String runId;
    private final Page page;
    private final long earlierErrors;
    private final List<Refusal> refusals = new ArrayList<>();
    private final RecordIds ids;
    private List<Map<String, Object>> untouched = List.of();
    private int index;
    private long delivered;
    private int awayInARow;
    private Optional<Delivery> current = Optional.empty();
    private Optional<PermanentFault> stop = Optional.empty();
    private Optional<String> knownId = Optional.empty();
    private boolean expectingAway;

    /** @param earlierErrors records that the run dead-lettered before this page */
    DeliveryRun(
            CamelContext context,
            List<Endpoint> destinations,
            PullSettings pull,
            String runId,
            Page page,
            long earlierErrors) {
        this.context = context;
        this.destinations = destinations;
        this.pull = pull;
        this.runId = runId;
        this.page = page;
        this.ids = new RecordIds(pull.records().primaryKey());
        this.earlierErrors = earlierErrors;
    }

    /**
     * Makes it the replay of one dead letter.
     *
     * @param id that the record was known by, whatever the primary key is now
     * @param away whether the destination was away for the one before
     */
    DeliveryRun replay(String id, boolean away) {
        knownId = Optional.of(id);
        expectingAway = away;
        return this;
    }

    @Override
    public boolean hasNext() {
        return stop.isEmpty() && index < page.records().size();
    }

    @Override
    public Message next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the page has no further record to deliver");
        }
        int end = Math.min(index + pull.records().batchSize(), page.records().size());
        Delivery delivery = new Delivery(index, page.records().subList(index, end), destinations);
        current = Optional.of(delivery);
        index = end;
        return message(delivery);
    }

    private Message message(Delivery delivery) {
        Message message = new DefaultMessage(context);
        fill(message, delivery);
        return message;
    }

    private void fill(Message message, Delivery delivery) {
        int batchSize = pull.records().batchSize();
        message.setBody(delivery.body(batchSize));
        message.setHeader("RecordPull", pull.name());
        message.setHeader("RecordRun", runId);
        if (batchSize == 1) {
            message.setHeader("RecordId", id(delivery.records().get(0)));
        } else {
            message.setHeader("RecordCount", delivery.records().size());
            message.setHeader(
                    "RecordIds", delivery.records().stream().map(this::id).toList());
        }
    }

    private String id(Map<String, Object> record) {
        return knownId.orElseGet(() -> ids.of(record));
    }

    Delivery current() {
        return current.orElseThrow(() -> new IllegalStateException("no record is on its way"));
    }

    /** Makes the message anew from the page: whoever had it first may have changed its body. */
    void refill(Message message) {
        message.removeHeaders("*");
        Delivery pristine = pristine(current());
        fill(message, new Delivery(pristine.from(), copies(pristine.records()), destinations));
    }

    private Delivery pristine(Delivery delivery) {
        int end = delivery.from() + delivery.records().size();
        return delivery.again(untouched().subList(delivery.from(), end));
    }

    /** The page's records as they came. Of several destinations each was given a copy, a single one was not. */
    private List<Map<String, Object>> untouched() {
        if (untouched.isEmpty()) {
            untouched = destinations.size() > 1 ? page.records() : page.again().get();
        }
        return untouched;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> copies(List<Map<String, Object>> records) {
        return (List<Map<String, Object>>) Json.copy(records);
    }

    /** Whether the destination was away for the delivery before: then this one is tried but once. */
    boolean expectsAway() {
        return expectingAway || awayInARow > 0 && lastRefusalIsJustBefore();
    }

    private boolean lastRefusalIsJustBefore() {
        if (refusals.isEmpty()) {
            return false;
        }
        Delivery last = refusals.get(refusals.size() - 1).delivery();
        return last.from() + last.records().size() == current().from();
    }

    /** Takes note that the current delivery failed for good. */
    void refuse(Exception cause) {
        boolean away = Away.is(cause);
        awayInARow = !away ? 0 : expectsAway() ? awayInARow + 1 : 1;
        refusals.add(new Refusal(pristine(current()), cause, away));
        if (awayInARow >= AWAY_IN_A_ROW) {
            stop = Optional.of(fault("the destination is away: " + Reasons.of(cause, pull), cause));
        } else if (!away) {
            stopOnError(cause);
        }
    }

    /** Takes note that the current delivery was to be tried again, and cannot be. */
    void interrupt() {
        stop = Optional.of(new PermanentFault("interrupted", RunErrors.STOPPED));
    }

    private void stopOnError(Exception cause) {
        if (pull.delivery().stopOnError()) {
            stop = Optional.of(fault("record " + firstId() + " was refused: " + Reasons.of(cause, pull), cause));
        } else if (earlierErrors + refused() > pull.delivery().maxErrors()) {
            stop = Optional.of(fault(
                    "more than " + pull.delivery().maxErrors() + " records were refused (maxRecordErrors), the last, "
                            + firstId() + ", with: " + Reasons.of(cause, pull),
                    cause));
        }
    }

    private String firstId() {
        return id(refusals.get(refusals.size() - 1).delivery().records().get(0));
    }

    private static PermanentFault fault(String message, Exception cause) {
        return new PermanentFault("destination", message, cause);
    }

    /** Why the page must not be passed, once all of it was tried; empty if it may. */
    Optional<PermanentFault> verdict() {
        boolean allAway = !refusals.isEmpty()
                && refused() == page.records().size()
                && refusals.stream().allMatch(Refusal::away);
        if (stop.isEmpty() && allAway) {
            Exception cause = refusals.get(0).cause();
            return Optional.of(fault("the destination is away: " + Reasons.of(cause, pull), cause));
        }
        if (stop.isEmpty() && !refusals.isEmpty() && (pull.delivery().stopOnError() || tooMany())) {
            stopOnError(refusals.get(refusals.size() - 1).cause());
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
        return refusals.stream()
                .mapToLong(refusal -> refusal.delivery().records().size())
                .sum();
    }

    /** Takes note that a destination took the current delivery. */
    void taken(Endpoint destination) {
        if (current().take(destination)) {
            delivered += current().records().size();
        }
    }

    /** Records that every destination took. */
    long delivered() {
        return delivered;
    }

    /** Whether each record was taken or refused; anything else is a fault of the flow. */
    boolean isComplete() {
        return delivered + refused() == page.records().size();
    }

    List<Refusal> refusals() {
        return List.copyOf(refusals);
    }
}
