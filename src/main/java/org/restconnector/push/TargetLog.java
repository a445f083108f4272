package org.restconnector.push;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a flow's requests fail, and that they no longer do: of each kind of fault a line at once, then one a minute
 * with how many there were, and one when it is over. Each by itself is at DEBUG. Safe for use by many threads.
 */
final class TargetLog {
    private static final Logger LOG = LoggerFactory.getLogger(Flows.class);
    private static final Duration LEAST_TIME = Duration.ofMinutes(1);

    /** What can happen again and again. */
    enum Kind {
        /** A request that will be tried again. */
        RETRY("tries failed"),
        /** No token to send it with. */
        TOKEN("requests for a token failed"),
        /** A request that was refused for good. */
        REFUSED("requests were refused"),
        /** A refused batch that is halved. */
        SPLIT("batches were halved"),
        /** What {@code via} did not take. */
        VIA("tries of `via` failed");

        private final String many;

        Kind(String many) {
            this.many = many;
        }
    }

    private static final class Spell {
        private Instant since = Instant.MIN;
        private Instant told = Instant.MIN;
        private boolean open;
        private long all;
        private long untold;
    }

    private final String flow;
    private final Clock clock;
    private final Map<Kind, Spell> spells = new EnumMap<>(Kind.class);

    TargetLog(String flow, Clock clock) {
        this.flow = flow;
        this.clock = clock;
    }

    /** @param message of this one, without the flow's name */
    synchronized void failed(Kind kind, String message) {
        Instant now = clock.instant();
        Spell spell = spells.computeIfAbsent(kind, any -> new Spell());
        if (!spell.open) {
            spell.open = true;
            spell.since = now;
            spell.all = 0;
        }
        spell.all++;
        if (spell.told.isAfter(now.minus(LEAST_TIME))) {
            spell.untold++;
            LOG.debug("flow {}: {}", flow, message);
            return;
        }
        if (spell.untold == 0) {
            LOG.warn("flow {}: {}", flow, message);
        } else {
            LOG.warn("flow {}: {} more {}, the last: {}", flow, spell.untold + 1, kind.many, message);
        }
        spell.told = now;
        spell.untold = 0;
    }

    /** The target took a request: what was told of faults is over. */
    synchronized void well() {
        if (spells.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        spells.forEach((kind, spell) -> {
            Duration time = spell.open ? Duration.between(spell.since, now) : Duration.ZERO;
            if (time.compareTo(LEAST_TIME) >= 0) {
                LOG.info(
                        "flow {}: its target takes requests again: {} {} in {} s",
                        flow,
                        spell.all,
                        kind.many,
                        time.toSeconds());
                spell.untold = 0;
            }
            spell.open = false;
        });
    }
}
