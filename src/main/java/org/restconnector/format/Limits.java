package org.restconnector.format;

/** How much of a document is held in memory that is itself too large for that. */
public final class Limits {
    /** Bytes of one record, or of one value that a path reads, and of a document whose paths need all of it. */
    public static final int HELD = 16 << 20;

    private Limits() {}
}
