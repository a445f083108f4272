package org.restconnector.push;

import java.util.Locale;

/** Why a flow stopped sending by itself. */
enum PauseReason {
    /** The target refuses the credentials; a probe a minute finds out when it takes them again. */
    UNAUTHORIZED,
    /** The target says that it is gone for good: 410. */
    GONE,
    /** Too many requests in a row were refused for good. */
    REFUSED;

    /** As it is stored and shown. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
