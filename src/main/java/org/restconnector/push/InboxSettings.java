package org.restconnector.push;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.restconnector.settings.Durations;
import org.restconnector.settings.SettingsException;

/**
 * What the inbox is told by configuration.
 *
 * @param env what stands in the paths for {@code {env}}
 * @param path before all paths; empty or {@code /something}
 * @param keys {@code connector.api.keys}, empty if a key is to be made
 * @param maxBytes of a request's body, decompressed
 * @param maxPending records that may wait in a flow, and that one job may have
 * @param maxBytesInWork bodies of all requests that are in work
 * @param timeout for a request's head and the silence between requests; a body may take longer by its size
 * @param realtimeTimeout how long a real-time write waits for its result
 * @param realtimeWaiting requests that may wait so; another is answered at once
 */
public record InboxSettings(
        String env,
        String path,
        String keys,
        int maxBytes,
        long maxPending,
        long maxBytesInWork,
        Duration timeout,
        Duration realtimeTimeout,
        int realtimeWaiting) {

    private static final long LARGEST = 1L << 30;

    /** A body is there several times over while it is read: as received, as records, as rows. */
    private static final long HEAP_SHARE = 8;

    /**
     * @param find the value of a key of the configuration
     * @throws SettingsException naming the key, what it is, and what is allowed
     */
    public static InboxSettings read(Function<String, Optional<String>> find) {
        long maxBytes = number(find, "connector.inbox.maxBytes", "32MB", Durations::parseBytes, 1, LARGEST);
        return new InboxSettings(
                text(find, "connector.env").orElse("dev"),
                path(text(find, "connector.inbox.path").orElse("")),
                text(find, "connector.api.keys").orElse(""),
                Math.toIntExact(maxBytes),
                number(find, "connector.inbox.maxPending", "1000000", Long::parseLong, 1, Integer.MAX_VALUE),
                number(
                        find,
                        "connector.inbox.maxBytesInWork",
                        String.valueOf(Math.max(maxBytes, Runtime.getRuntime().maxMemory() / HEAP_SHARE)),
                        Durations::parseBytes,
                        maxBytes,
                        Long.MAX_VALUE),
                Duration.ofMillis(number(
                        find,
                        "connector.inbox.timeout",
                        "60s",
                        text -> Durations.parse(text).toMillis(),
                        1000,
                        Duration.ofHours(1).toMillis())),
                Duration.ofMillis(number(
                        find,
                        "connector.realtime.timeout",
                        "25s",
                        text -> Durations.parse(text).toMillis(),
                        0,
                        Duration.ofHours(1).toMillis())),
                // a host's server has 20 workers, of which some have to stay free
                Math.toIntExact(number(find, "connector.realtime.waiting", "5", Long::parseLong, 0, 100_000)));
    }

    private static Optional<String> text(Function<String, Optional<String>> find, String key) {
        return find.apply(key).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String path(String path) {
        String stripped = path.replaceAll("/+$", "");
        if (!stripped.matches("(/[A-Za-z0-9._~-]+)*")) {
            throw new SettingsException(
                    "connector.inbox.path is '" + path
                            + "'; allowed are segments of letters, digits, '.', '_', '~', '-', each after a '/', as in /connector");
        }
        return stripped;
    }

    private static long number(
            Function<String, Optional<String>> find,
            String key,
            String otherwise,
            Function<String, Long> parse,
            long least,
            long most) {
        String value = text(find, key).orElse(otherwise);
        try {
            long number = parse.apply(value);
            if (number >= least && number <= most) {
                return number;
            }
            throw new SettingsException(key + " is '" + value + "'; allowed are " + least + " to " + most);
        } catch (NumberFormatException e) {
            throw new SettingsException(key + " is '" + value + "'; allowed is a whole number", e);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new SettingsException(key + " " + e.getMessage(), e);
        }
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "InboxSettings[env=" + env + ", path=" + path + ", maxBytes=" + maxBytes + ", maxPending=" + maxPending
                + ", realtimeTimeout=" + realtimeTimeout + ", realtimeWaiting=" + realtimeWaiting + "]";
    }
}
