package org.restconnector.store;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What pulls have delivered, by hashes of the records' ids and contents. */
public interface DeliveredRecords {
    /**
     * The contents that were delivered last of these records; one query, whatever their number.
     *
     * @return hashes of contents by hashes of ids; a record that is not known is not among them
     */
    Map<ByteBuffer, ByteBuffer> find(String pull, Collection<ByteBuffer> records);

    /** Adds records, each at most once, or replaces what is kept of them. Called within a page's transaction. */
    void save(Transaction transaction, String pull, Collection<Entry> entries);

    /** Forgets those whose place in the pull's order is above {@code after}, where that is given, and below {@code before}. */
    void forgetBetween(Transaction transaction, String pull, Optional<byte[]> after, byte[] before);

    /** Forgets those that have a place in the pull's order. */
    void forgetOrdered(Transaction transaction, String pull);

    /** Forgets all. */
    void forget(Transaction transaction, String pull);

    /** How many are kept. */
    long count(String pull);

    /**
     * A record that was delivered.
     *
     * @param order its place among the pull's records, compared byte by byte; empty if it is kept for good
     */
    record Entry(ByteBuffer record, ByteBuffer content, Optional<byte[]> order) {
        public Entry {
            Objects.requireNonNull(record, "record");
            Objects.requireNonNull(content, "content");
            Objects.requireNonNull(order, "order");
        }
    }
}
