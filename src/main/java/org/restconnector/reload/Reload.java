package org.restconnector.reload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.restconnector.inspect.FileProblem;
import org.restconnector.inspect.RouteFileSearch.Found;
import org.restconnector.inspect.RoutePart;
import org.restconnector.inspect.RouteParts;
import org.restconnector.inspect.RouteSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets edits of route files take effect. What is wanted is compared with what runs; each group of parts that differ
 * is exchanged in a thread of its own, so that one that has to wait for a page holds up no other.
 */
public final class Reload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
    private static final Duration LAST_SWAP = Duration.ofSeconds(5);

    /**
     * The route files.
     *
     * @param look finds them
     * @param check the problems of all of an application
     * @param parts takes them apart
     */
    public record Files(
            Supplier<List<Found>> look,
            Function<List<RouteSource>, List<FileProblem>> check,
            Function<List<RouteSource>, RouteParts> parts) {
        public Files {
            Objects.requireNonNull(look, "look");
            Objects.requireNonNull(check, "check");
            Objects.requireNonNull(parts, "parts");
        }
    }

    /**
     * How soon an edit takes effect.
     *
     * @param look how often the files are looked at
     * @param quiet how long they have to be as they are
     */
    public record Pace(Duration look, Duration quiet) {
        public static final Pace USUAL = new Pace(Duration.ofMillis(500), Duration.ofSeconds(1));

        public Pace {
            Objects.requireNonNull(look, "look");
            Objects.requireNonNull(quiet, "quiet");
        }
    }

    private final Pace pace;
    private final FileWatch watch;
    private final Edits edits;
    private final Swap swap;
    private final ReentrantLock camel = new ReentrantLock();
    private final Set<String> inWork = new HashSet<>();
    private final Map<String, Optional<RoutePart>> failed = new HashMap<>();
    private final Set<String> besideOthers = new HashSet<>();
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(task -> thread(task, 0));
    private final AtomicInteger number = new AtomicInteger();
    private final ExecutorService swapping =
            Executors.newCachedThreadPool(task -> thread(task, number.incrementAndGet()));
    private String trouble = "";
    private RouteParts running;
    private RouteParts wanted;
    private volatile boolean ended;

    /**
     * @param known the files that the context was started with
     * @param directory what files are shown relative to
     */
    public Reload(
            List<RouteSource> known,
            Files files,
            Pace pace,
            CamelContext context,
            Path directory,
            Operations operations) {
        this.pace = pace;
        List<Found> found = known.stream()
                .map(source -> new Found(source, Optional.empty()))
                .toList();
        this.watch = new FileWatch(found, files.look(), System::nanoTime, pace.quiet());
        this.edits = new Edits(known, files.check(), files.parts());
        this.swap = new Swap(
                new CamelRoutes(context, directory), new UnusedEndpoints(context), operations, camel, () -> ended);
        this.running = edits.accepted();
        this.wanted = running;
    }

    private static Thread thread(Runnable task, int number) {
        Thread thread = new Thread(task, "reload" + (number == 0 ? "" : "-" + number));
        thread.setDaemon(true);
        return thread;
    }

    public void start() {
        looking.scheduleWithFixedDelay(
                this::look, pace.look().toMillis(), pace.look().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            watch.changed().ifPresent(found -> {
                edits.take(found);
                want(edits.accepted());
            });
            begin();
            trouble = "";
        } catch (RuntimeException e) {
            if (!trouble.equals(String.valueOf(e.getMessage()))) {
                LOG.error("the route files could not be looked at, and what ran goes on: {}", e.getMessage());
                LOG.debug("the route files could not be looked at", e);
            }
            trouble = String.valueOf(e.getMessage());
        }
    }

    private synchronized void want(RouteParts parts) {
        wanted = parts;
    }

    /** Begins what is to be done and not in work. */
    private synchronized void begin() {
        List<Set<String>> groups = running == wanted ? List.of() : running.changesTo(wanted);
        // what was put right in between may be tried again
        failed.keySet().removeIf(key -> groups.stream().noneMatch(group -> group.contains(key)));
        if (groups.isEmpty()) {
            // but for the places where they stand
            running = wanted;
        }
        for (Set<String> group : groups) {
            boolean waits = group.stream().anyMatch(inWork::contains);
            if (!waits && !hasFailed(group)) {
                inWork.addAll(group);
                RouteParts before = running;
                RouteParts after = wanted;
                swapping.execute(() -> swap(group, before, after));
            }
        }
    }

    /** Whether just that could not be started; it would not now. */
    private boolean hasFailed(Set<String> group) {
        return group.stream().allMatch(key -> wanted.find(key).equals(failed.get(key)));
    }

    private void swap(Set<String> group, RouteParts before, RouteParts after) {
        boolean done = false;
        try {
            done = swap.run(group, before, after);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("{} could not be exchanged: {}", group, e.getMessage(), e);
        } finally {
            settle(group, after, done);
        }
        if (done) {
            tell(group, before, after);
        }
    }

    private synchronized void settle(Set<String> group, RouteParts after, boolean done) {
        inWork.removeAll(group);
        if (done) {
            running = running.with(group, after);
            // what stood against others may be gone
            failed.keySet().removeAll(besideOthers);
            besideOthers.clear();
        } else {
            group.forEach(key -> failed.put(key, after.find(key)));
            if (!inWork.isEmpty()) {
                besideOthers.addAll(group);
            }
        }
    }

    private static void tell(Set<String> group, RouteParts before, RouteParts after) {
        for (String key : group) {
            Optional<RoutePart> old = before.find(key);
            Optional<RoutePart> fresh = after.find(key);
            RoutePart shown = fresh.or(() -> old).orElseThrow();
            String effect = old.isEmpty() ? "added" : fresh.isEmpty() ? "removed" : "replaced";
            LOG.info("{}: {} {}", shown.file(), shown.title(), effect);
        }
    }

    /** No edit takes effect any more; one that is taking effect ends first. */
    @Override
    public void close() {
        ended = true;
        looking.shutdownNow();
        try {
            if (camel.tryLock(LAST_SWAP.toMillis(), TimeUnit.MILLISECONDS)) {
                camel.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        swapping.shutdownNow();
    }
}
