package org.restconnector.push;

import java.util.Objects;
import org.restconnector.store.Batches.Waiting;

/**
 * A claimed record on its way into a group.
 *
 * @param body the record as it is sent
 */
record Piece(Waiting record, Group group, byte[] body) {
    Piece {
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(body, "body");
    }
}
