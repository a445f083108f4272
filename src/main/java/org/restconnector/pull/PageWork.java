package org.restconnector.pull;

import java.util.List;
import java.util.Optional;
import org.restconnector.store.DeadLetters.DeadLetter;
import org.restconnector.store.PageTransaction;
import org.restconnector.store.Run;

/**
 * A page in work, or a part of one.
 *
 * @param sifted the page as it is delivered, and what is known of it
 * @param spanEnd where it is the last one of what an incremental run asks for
 * @param deadLetters what became of its refused records, once it is committed
 */
record PageWork(
        Sifted sifted,
        PageCursor.Step step,
        Optional<SpanEnd> spanEnd,
        DeliveryRun deliveries,
        PageTransaction transaction,
        List<DeadLetter> deadLetters) {

    /** With the part of the page that follows. */
    PageWork plus(Sifted next, PageCursor.Step following, Optional<SpanEnd> end) {
        return new PageWork(
                sifted.plus(next), following, end, deliveries.extend(next.page()), transaction, deadLetters);
    }

    /** Whether it has something to commit: not so where the answer only led back to the first page. */
    boolean counts() {
        return page().response().successful() || step.next().isEmpty();
    }

    Page page() {
        return sifted.page();
    }

    /** What is to be counted of it when it is committed. */
    Run.Counters counters() {
        return new Run.Counters(
                0,
                page().hasRest() ? 0 : 1,
                page().records().size() + sifted.skipped(),
                deliveries.delivered(),
                sifted.skipped() + deliveries.skipped(),
                deliveries.refused());
    }
}
