package org.restconnector.store;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What an operator wants to know of all that is stored, at a price that does not grow with it. */
public interface Survey {
    /** The flows of which records have no result yet. */
    Map<String, Backlog> backlogs();

    /** How many dead letters there are of each pull and flow: counts an index, so not to be asked often. */
    Map<String, Long> deadLetters();

    /** When the pull's last completed run ended. */
    Optional<Instant> lastCompleted(String pull);

    /** The sizes of the database's files by what they hold; empty if they are elsewhere. */
    Map<String, Long> fileBytes();

    /** Whether the store's own threads work; says nothing of the database, and asks it nothing. */
    boolean isWorking();

    /**
     * Records that have no result yet.
     *
     * @param oldest when the first of them was accepted; empty if all are being sent just now
     */
    record Backlog(long records, Optional<Instant> oldest) {
        public Backlog {
            Objects.requireNonNull(oldest, "oldest");
        }
    }
}
