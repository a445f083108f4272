package org.restconnector.http;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.restconnector.settings.Durations;

/**
 * How many requests an API takes: {@code 10/1s}.
 *
 * @param requests that no window of this length may see more of
 */
record RateLimit(int requests, Duration window) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})\\s*/\\s*(.+)");
    private static final int MOST = 100_000;

    RateLimit {
        Objects.requireNonNull(window, "window");
    }

    /** @throws IllegalArgumentException if the text is none, saying what is allowed */
    static RateLimit parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is '" + text + "'; allowed are requests/duration, as in 10/1s");
        }
        int requests = Integer.parseInt(matcher.group(1));
        if (requests < 1 || requests > MOST) {
            throw new IllegalArgumentException("is '" + text + "'; allowed are 1 to " + MOST + " requests");
        }
        Duration window = Durations.parse(matcher.group(2));
        if (window.isZero()) {
            throw new IllegalArgumentException("is '" + text + "'; the duration must be longer than 0s");
        }
        return new RateLimit(requests, window);
    }
}
