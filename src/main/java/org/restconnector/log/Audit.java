package org.restconnector.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.restconnector.json.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line of JSON for each change that somebody asked for. Safe for use by many threads. */
public final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("audit");
    private static final int MOST_SHOWN = 100;

    private Audit() {}

    /**
     * It was done.
     *
     * @param action what was done to which kind of thing: {@code flow.pause}
     * @param what on what, and how many; nothing secret
     */
    public static void done(Actor actor, String action, Map<String, ?> what) {
        write(actor, action, what, "done");
    }

    /** It was asked for and not done. */
    public static void refused(Actor actor, String action, Map<String, ?> what, String why) {
        write(actor, action, what, "refused: " + why);
    }

    private static void write(Actor actor, String action, Map<String, ?> what, String result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("at", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        fields.put("by", actor.name());
        actor.address().ifPresent(address -> fields.put("from", address));
        fields.put("action", action);
        what.forEach((name, value) -> fields.put(name, shown(value)));
        fields.put("result", result);
        // JSON escapes line ends: what a request says forges no line
        LOG.info("{}", Json.text(fields));
    }

    private static Object shown(Object value) {
        return value instanceof Collection<?> many && many.size() > MOST_SHOWN
                ? many.stream().limit(MOST_SHOWN).toList()
                : value;
    }
}
