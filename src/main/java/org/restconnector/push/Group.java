package org.restconnector.push;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records of one lane on their way into one batch: the body of an aggregated exchange. Used by one thread. */
final class Group {
    private final String key;
    private final String batchKey;
    private final List<Piece> pieces = new ArrayList<>();
    private long bytes;
    private Optional<Instant> due = Optional.empty();

    /**
     * @param key of its lane
     * @param batchKey of the batch that it becomes
     */
    Group(String key, String batchKey) {
        this.key = key;
        this.batchKey = batchKey;
    }

    void add(Piece piece) {
        pieces.add(piece);
        bytes += piece.body().length + 1L;
    }

    String key() {
        return key;
    }

    /** Of its records; only of a group that has some. */
    String tenant() {
        return pieces.get(0).record().lane().tenant();
    }

    String batchKey() {
        return batchKey;
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
