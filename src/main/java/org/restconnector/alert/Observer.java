package org.restconnector.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.restconnector.pull.PullRegistry;
import org.restconnector.push.FlowRegistry;
import org.restconnector.push.PausedTenants;
import org.restconnector.store.Alerts.Known;
import org.restconnector.store.Alerts.Subject;
import org.restconnector.store.Run;
import org.restconnector.store.Store;

/**
 * Looks at what the store says of the pulls and flows that are here, and stores what is new together with the events
 * of it. Of several instances that see the same, one stores it. Used by one thread.
 */
final class Observer {
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final int RUNS = 50;

    private final PullRegistry pulls;
    private final FlowRegistry flows;
    private final Store store;
    private final boolean scheduled;
    private final Instant began;
    private final long letters;
    /** At the last look. */
    private Optional<Set<String>> here = Optional.empty();

    /** @param scheduled whether pulls run by their schedules: else none is missed */
    Observer(PullRegistry pulls, FlowRegistry flows, Store store, boolean scheduled) {
        this.pulls = Objects.requireNonNull(pulls, "pulls");
        this.flows = Objects.requireNonNull(flows, "flows");
        this.store = Objects.requireNonNull(store, "store");
        this.scheduled = scheduled;
        this.began = store.now();
        this.letters = store.alerts().newestLetter();
    }

    /** @throws org.restconnector.store.StoreException if the store is away: what is missed is seen the next time */
    void look() {
        Map<Subject, Known> known = store.alerts().known();
        Instant now = store.now();
        pulls.names().forEach(name -> look(new Subject("pull", name), known, now));
        pulls.fetches().forEach(name -> look(new Subject("pull", name), known, now));
        flows.names().forEach(name -> look(new Subject("flow", name), known, now));
        here = Optional.of(Set.copyOf(pulls.names()));
    }

    private void look(Subject subject, Map<Subject, Known> all, Instant now) {
        Optional<Known> known = Optional.ofNullable(all.get(subject));
        Seen seen = known.map(Known::state).map(Seen::of).orElseGet(Seen::nothing);
        List<String> events = new ArrayList<>();
        if (subject.direction().equals("flow")) {
            events.addAll(FlowWatch.look(seen, subject, store.batches().state(subject.name()), now));
            events.addAll(FlowWatch.look(seen, subject, PausedTenants.of(flows, store.batches(), subject.name()), now));
        } else if (pulls.scheduleText(subject.name()).isPresent()) {
            events.addAll(pull(subject, seen, now));
        }
        events.addAll(
                LetterWatch.look(seen, subject, letters, after -> store.alerts().lettersAfter(subject, after), now));
        String state = seen.json();
        if (!known.map(Known::state).filter(state::equals).isPresent()) {
            store.alerts().learn(subject, known.map(Known::version), state, events);
        }
    }

    private List<String> pull(Subject pull, Seen seen, Instant now) {
        String name = pull.name();
        PullWatch watch = new PullWatch(pull, seen, now);
        if (here.filter(names -> !names.contains(name)).isPresent()) {
            watch.isBack();
        }
        List<Run> lastTwo = store.runs().list(name, 2);
        if (watch.isNews(lastTwo)) {
            watch.runs(store.runs().list(name, RUNS), began);
        }
        if (scheduled) {
            watch.schedule(schedule(name), store.pauses().since(name).isPresent(), earliest(name));
        }
        return watch.events();
    }

    /** After a start, the run that is due has a period's time. */
    private Instant earliest(String name) {
        Instant latest = began.plus(LONGEST_START);
        return pulls.after(name, began, 1).filter(latest::isAfter).orElse(latest);
    }

    private PullWatch.Schedule schedule(String name) {
        return new PullWatch.Schedule() {
            @Override
            public Optional<Instant> after(Instant from, int periods) {
                return pulls.after(name, from, periods);
            }

            @Override
            public String text() {
                return pulls.scheduleText(name).orElse("");
            }
        };
    }
}
