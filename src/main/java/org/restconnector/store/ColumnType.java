package org.restconnector.store;

import java.util.EnumSet;
import java.util.Set;

/** What a column holds, as far as its values have shown. */
enum ColumnType {
    BOOLEAN,
    /** 64-bit integers that a double holds exactly too. */
    INTEGER,
    /** 64-bit integers of which some double holds only a neighbour. */
    LONG,
    /** Numbers that a double holds exactly. */
    REAL,
    /** Numbers of any size and scale. */
    DECIMAL,
    /** Objects and arrays. */
    JSON,
    TEXT,
    /** A type that a user chose; it is taken as it is. */
    OTHER;

    private static final Set<ColumnType> INTEGERS = EnumSet.of(INTEGER, LONG);
    private static final Set<ColumnType> EXACT = EnumSet.of(INTEGER, LONG, DECIMAL);
    private static final Set<ColumnType> DOUBLES = EnumSet.of(INTEGER, REAL);

    /** The narrowest type that holds the values of both without loss. */
    ColumnType join(ColumnType other) {
        Set<ColumnType> both = EnumSet.of(this, other);
        if (both.size() == 1) {
            return this;
        }
        if (INTEGERS.containsAll(both)) {
            return LONG;
        }
        if (DOUBLES.containsAll(both)) {
            return REAL;
        }
        return EXACT.containsAll(both) ? DECIMAL : TEXT;
    }
}
