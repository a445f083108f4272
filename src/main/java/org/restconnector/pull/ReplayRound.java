package org.restconnector.pull;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.camel.Exchange;
import org.restconnector.store.DeadLetters.DeadLetter;

/** Dead letters of one pull that are replayed one after the other. Used by one thread. */
public final class ReplayRound {
    /** The exchange property that holds it, also when it has ended. */
    public static final String PROPERTY = "RestConnectorReplay";

    /** So many letters in a row that find nobody there end the round. */
    private static final int AWAY_IN_A_ROW = 20;

    private final Deque<DeadLetter> left;
    private final boolean full;
    private DeadLetter current;
    private List<DeadLetter> refusedNow = List.of();
    private int awayInARow;
    private long refused;
    private boolean ended;

    /** @param full whether there may be more than these */
    ReplayRound(List<DeadLetter> letters, boolean full) {
        this.left = new ArrayDeque<>(letters);
        this.full = full;
    }

    static ReplayRound of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, ReplayRound.class);
    }

    boolean isOpen() {
        return !ended && !left.isEmpty() && !isAway();
    }

    DeadLetter next() {
        current = left.remove();
        return current;
    }

    DeadLetter current() {
        if (current == null) {
            throw new NoSuchElementException("no dead letter was taken yet");
        }
        return current;
    }

    void taken() {
        awayInARow = 0;
        refusedNow = List.of();
    }

    /** @param letters as they are stored now; none if it was discarded meanwhile */
    void refused(List<DeadLetter> letters, boolean away) {
        awayInARow = away ? awayInARow + 1 : 0;
        refusedNow = letters;
        refused++;
    }

    /** The dead letter that was refused again just now. */
    List<DeadLetter> refusedNow() {
        return refusedNow;
    }

    /** What is left is for a later round. */
    void end() {
        ended = true;
        refusedNow = List.of();
    }

    boolean expectsAway() {
        return awayInARow > 0;
    }

    boolean isAway() {
        return awayInARow >= AWAY_IN_A_ROW;
    }

    /** Whether another round may find more to do at once. */
    public boolean hasMore() {
        return full && !ended && !isAway();
    }

    /** Letters that were refused again. */
    public long refused() {
        return refused;
    }
}
