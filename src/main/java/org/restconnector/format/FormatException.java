package org.restconnector.format;

import java.io.IOException;

/** A page is not what it should be; the message is one line that says what, and where. */
public final class FormatException extends IOException {
    private final boolean tooLarge;

    FormatException(String message) {
        this(message, false);
    }

    private FormatException(String message, boolean tooLarge) {
        super(message);
        this.tooLarge = tooLarge;
    }

    FormatException(String message, Throwable cause) {
        super(message, cause);
        this.tooLarge = false;
    }

    static FormatException tooLarge(String message) {
        return new FormatException(message, true);
    }

    /** Whether the page may be good, but holds something that is too large for memory. */
    public boolean tooLarge() {
        return tooLarge;
    }
}
