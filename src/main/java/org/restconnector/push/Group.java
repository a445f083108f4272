package org.restconnector.push;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Records of one lane on their way into one batch: the body of an aggregated exchange. Used by one thread. */
final class Group {
    private final String key;
    private final String batchId = UUID.randomUUID().toString();
    private final List<Piece> pieces = new ArrayList<>();
    private long bytes;
    private Optional<Instant> due = Optional.empty();

    Group(String key) {
        this.key = key;
    }

    void add(Piece piece) {
        pieces.add(piece);
        bytes += piece.body().length + 1L;
    }

    String key() {
        return key;
    }

    /** The id that its batch has within its records, where they say it. */
    String batchId() {
        return batchId;
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** Bytes of its records with a separator each. */
    long bytes() {
        return bytes;
    }

    /** When it is sent, full or not; empty until that is known. */
    Optional<Instant> due() {
        return due;
    }

    void due(Instant at) {
        due = Optional.of(at);
    }
}
