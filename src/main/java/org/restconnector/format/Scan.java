package org.restconnector.format;

import java.io.Closeable;
import java.io.IOException;

/**
 * One walk through a document, from record to record, in memory that does not grow with it. Each of its
 * methods may throw {@link FormatException}. Used by one thread.
 */
public interface Scan extends Closeable {
    /**
     * Goes on to the next element at the records' path, which must then be read or skipped.
     *
     * @return false at the document's end, which was then read to its last byte
     */
    boolean next() throws IOException;

    /** The element as Map, List, String, number, Boolean or null. */
    Object read() throws IOException;

    /**
     * Proves that the element can be read, but keeps nothing of it.
     *
     * @return what it is: {@code object}, {@code array}, {@code string}...
     */
    String skip() throws IOException;

    /** Whether there is nothing at all at the records' path; known at the end. */
    boolean missing();

    /** What the other paths need of the document; known at the end. */
    Object document();

    /** How many bytes of the document were read so far. */
    long position();
}
