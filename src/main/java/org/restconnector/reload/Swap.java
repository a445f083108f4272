package org.restconnector.reload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.restconnector.inspect.RoutePart;
import org.restconnector.inspect.RouteParts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges parts that hang together: what runs is held, taken away, and what is wanted added. If that cannot start,
 * what ran is brought back. One at a time touches Camel; all may wait for what they hold.
 */
final class Swap {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
    private static final Duration POLL = Duration.ofMillis(50);

    /** What others need comes first, and goes last. */
    private static final Comparator<RoutePart> LAST_TO_COME = Comparator.comparing(Swap::order);

    /** How long other routes than pulls and flows are waited for. */
    private static final Duration OTHERS = Duration.ofSeconds(5);

    private final CamelRoutes routes;
    private final UnusedEndpoints endpoints;
    private final Operations operations;
    private final ReentrantLock camel;
    private final BooleanSupplier ended;

    /** @param camel held while routes come and go */
    Swap(
            CamelRoutes routes,
            UnusedEndpoints endpoints,
            Operations operations,
            ReentrantLock camel,
            BooleanSupplier ended) {
        this.routes = Objects.requireNonNull(routes, "routes");
        this.endpoints = Objects.requireNonNull(endpoints, "endpoints");
        this.operations = Objects.requireNonNull(operations, "operations");
        this.camel = Objects.requireNonNull(camel, "camel");
        this.ended = Objects.requireNonNull(ended, "ended");
    }

    /** Whether the parts of these keys are now as wanted; else they are as they were. */
    boolean run(Set<String> keys, RouteParts running, RouteParts wanted) throws InterruptedException {
        Set<RoutePart> old = parts(keys, running);
        Set<RoutePart> fresh = parts(keys, wanted);
        Set<RoutePart> all = new LinkedHashSet<>(old);
        all.addAll(fresh);
        try {
            old.stream().sorted(LAST_TO_COME.reversed()).forEach(operations::hold);
            await(old);
            camel.lockInterruptibly();
            try {
                return !ended.getAsBoolean() && exchange(old, fresh, running.with(keys, wanted));
            } finally {
                camel.unlock();
            }
        } finally {
            // at the end of the program, what is held is ended as all else is
            if (!ended.getAsBoolean()) {
                operations.end(all);
            }
        }
    }

    private static Set<RoutePart> parts(Set<String> keys, RouteParts all) {
        Set<RoutePart> parts = new LinkedHashSet<>();
        keys.forEach(key -> all.find(key).ifPresent(parts::add));
        return parts;
    }

    private void await(Set<RoutePart> old) throws InterruptedException {
        long others = System.nanoTime() + OTHERS.toNanos();
        while (!ended.getAsBoolean()
                && old.stream()
                        .anyMatch(part -> part.name().isPresent() && !operations.isIdle(part)
                                || System.nanoTime() < others && !routes.isIdle(part))) {
            Thread.sleep(POLL.toMillis());
        }
    }

    private boolean exchange(Set<RoutePart> old, Set<RoutePart> fresh, RouteParts then) {
        Set<String> named = new HashSet<>(operations.endpoints());
        operations.begin(old);
        try {
            remove(old);
            forget(named, then);
            add(fresh);
            operations.check(fresh);
            return true;
        } catch (Exception e) {
            LOG.error(
                    "{} could not be started, and what ran goes on: {}",
                    title(fresh.isEmpty() ? old : fresh),
                    reason(e));
            bringBack(old, fresh);
            return false;
        }
    }

    private void forget(Set<String> named, RouteParts then) throws Exception {
        named.removeAll(operations.endpoints());
        endpoints.remove(named, then.all().values());
    }

    private void bringBack(Set<RoutePart> old, Set<RoutePart> fresh) {
        try {
            Set<String> named = new HashSet<>(operations.endpoints());
            for (RoutePart part : fresh) {
                routes.remove(part);
            }
            forget(named, RouteParts.NONE);
            add(old);
        } catch (Exception e) {
            LOG.error("{} could not be brought back; restart the program: {}", title(old), reason(e));
        }
    }

    private void remove(Set<RoutePart> parts) throws Exception {
        List<RoutePart> last = new ArrayList<>(parts);
        last.sort(LAST_TO_COME.reversed());
        for (RoutePart part : last) {
            routes.remove(part);
        }
    }

    private void add(Set<RoutePart> parts) throws Exception {
        List<RoutePart> first = new ArrayList<>(parts);
        first.sort(LAST_TO_COME);
        for (RoutePart part : first) {
            routes.add(part);
        }
    }

    private static int order(RoutePart part) {
        return part.name().isEmpty() ? 0 : List.of("rest-fetch", "rest-push").contains(part.kind()) ? 1 : 2;
    }

    private static String title(Set<RoutePart> parts) {
        Optional<RoutePart> first = parts.stream().findFirst();
        return first.map(part -> part.file() + ":" + part.line() + ": " + part.title())
                .orElse("nothing");
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
