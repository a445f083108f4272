package org.restconnector.pull;

import java.util.Objects;
import java.util.Optional;

/**
 * A range of an incremental pull that is fetched once more, apart from its state.
 *
 * @param since as {@code once --since} has it
 * @param until as {@code once --until} has it; empty: until now
 */
public record Backfill(String since, Optional<String> until) {
    /** The exchange property that makes a pull's run one. */
    public static final String PROPERTY = "RestConnectorBackfill";

    public Backfill {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
    }
}
