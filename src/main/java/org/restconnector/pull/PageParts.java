package org.restconnector.pull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.restconnector.http.Response;
import org.restconnector.store.DeadLetters.DeadLetter;

/**
 * The page that a run asked for last: the part of it that is in work, what became of the one before, and
 * what is left. Used by one thread.
 */
final class PageParts {
    private Optional<PageWork> work = Optional.empty();
    private Optional<PageWork> held = Optional.empty();
    private Optional<Response> response = Optional.empty();
    private Optional<PageRest> rest = Optional.empty();
    private boolean partPassed;
    private PageCursor.Step passed = PageCursor.Step.end();
    private Optional<SpanEnd> spanEnd = Optional.empty();
    private List<DeadLetter> deadLetters = List.of();

    /** The answer that the next page is made of. */
    void receive(Response answer) {
        release();
        partPassed = false;
        response = Optional.of(answer);
    }

    /** What the last page was made of is not needed any more. */
    void release() {
        takeHeld().ifPresent(left -> left.transaction().rollback());
        rest = Optional.empty();
        response.ifPresent(answer -> {
            try {
                answer.content().close();
            } catch (IOException e) {
                throw new UncheckedIOException("the file of an answer cannot be closed", e);
            }
        });
        response = Optional.empty();
    }

    void begin(PageWork part) {
        work = Optional.of(part);
    }

    PageWork work() {
        return work.orElseThrow(() -> new IllegalStateException("no page is in work"));
    }

    Optional<PageWork> workIfAny() {
        return work;
    }

    DeliveryRun deliveries() {
        return work().deliveries();
    }

    /** Puts the part in work aside, as it is. */
    PageWork hold() {
        PageWork part = work();
        passed = part.step();
        rest = part.page().source();
        held = work;
        work = Optional.empty();
        return part;
    }

    /** The part that was put aside; given once. */
    Optional<PageWork> takeHeld() {
        Optional<PageWork> taken = held;
        held = Optional.empty();
        return taken;
    }

    /** The part in work was committed. */
    PageWork pass() {
        PageWork done = work();
        partPassed |= done.deliveries().delivered() + done.deliveries().refused() > 0;
        deadLetters = done.deadLetters();
        passed = done.step();
        spanEnd = done.spanEnd();
        rest = done.page().hasRest() ? done.page().source() : Optional.empty();
        work = Optional.empty();
        if (rest.isEmpty()) {
            release();
        }
        return done;
    }

    /** Whether records of the page were delivered or refused before those in work. */
    boolean hasPassedPart() {
        return partPassed;
    }

    /** What is left of the page of which a part was passed last. */
    Optional<PageRest> rest() {
        return rest;
    }

    /** What follows the page that was passed last. */
    PageCursor.Step passed() {
        return passed;
    }

    /** What the page that was passed last ends for an incremental pull. */
    Optional<SpanEnd> spanEnd() {
        return spanEnd;
    }

    /** The dead letters of what was passed last; given once. */
    List<DeadLetter> takeDeadLetters() {
        List<DeadLetter> taken = deadLetters;
        deadLetters = List.of();
        return taken;
    }
}
