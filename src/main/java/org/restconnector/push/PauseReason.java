package org.restconnector.push;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a flow stopped sending by itself. */
public enum PauseReason {
    /** The target refuses the credentials; a probe a minute finds out when it takes them again. */
    UNAUTHORIZED,
    /** The target says that it is gone for good: 410. */
    GONE,
    /** Too many requests in a row were refused for good. */
    REFUSED;

    /** The one of that text; empty for a flow that somebody paused. */
    public static Optional<PauseReason> of(String text) {
        return Stream.of(values()).filter(reason -> reason.text().equals(text)).findFirst();
    }

    /** As it is stored and shown. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
