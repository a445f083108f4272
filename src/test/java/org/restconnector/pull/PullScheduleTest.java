package org.restconnector.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.restconnector.store.Alerts;
import org.restconnector.store.Batches;
import org.restconnector.store.Checkpoints;
import org.restconnector.store.DeadLetters;
import org.restconnector.store.Jobs;
import org.restconnector.store.RefreshTokens;
import org.restconnector.store.Run;
import org.restconnector.store.Runs;
import org.restconnector.store.Store;
import org.restconnector.store.StoreException;
import org.restconnector.store.Tables;
import org.restconnector.store.TenantSettings;
import org.restconnector.store.Transaction;
import org.restconnector.testing.PullParameters;

class PullScheduleTest {
    private static final Instant START = Instant.parse("2026-11-22T04:00:00Z");

    private final Hand clock = new Hand();
    private final History history = new History();

    @Test
    void aPullThatNeverRanIsDueAtTheStart() {
        assertThat(isDue(schedule("every", "1h"))).isTrue();
    }

    @Test
    void aPullIsDueWhenItsTimeIsUpSinceTheLastStart() {
        history.run(START.minus(Duration.ofMinutes(20)), Run.Status.COMPLETED);
        PullSchedule schedule = schedule("every", "30m");
        assertThat(isDue(schedule)).isFalse();
        clock.move(Duration.ofMinutes(9));
        assertThat(isDue(schedule)).isFalse();
        clock.move(Duration.ofMinutes(1));
        assertThat(isDue(schedule)).isTrue();
    }

    @Test
    void aPullThatIsPutBackLaterIsNotStaleBeforeThreePeriods() {
        PullSchedule schedule = schedule("every", "1h");
        isDue(schedule);
        Optional<Instant> before = Optional.of(START.minus(Duration.ofDays(2)));
        assertThat(schedule.staleAt("items", before)).contains(START.minus(Duration.ofHours(45)));
        clock.move(Duration.ofHours(5));
        schedule.renew("items");
        assertThat(schedule.staleAt("items", before)).contains(START.minus(Duration.ofHours(45)));
        schedule.forget("items");
        schedule.renew("items");
        assertThat(schedule.staleAt("items", before)).contains(START.plus(Duration.ofHours(8)));
        assertThat(schedule.staleAt("items", Optional.empty())).contains(START.plus(Duration.ofHours(8)));
    }

    @Test
    void aFailedRunCountsAsARun() {
        history.run(START.minusSeconds(1), Run.Status.FAILED);
        assertThat(isDue(schedule("every", "1h"))).isFalse();
    }

    @Test
    void theStoreIsNotAskedBeforeTheTimeIsUp() {
        history.run(START, Run.Status.COMPLETED);
        PullSchedule schedule = schedule("every", "1h");
        for (int tick = 0; tick < 100; tick++) {
            isDue(schedule);
            clock.move(Duration.ofMillis(250));
        }
        assertThat(history.asked).isEqualTo(1);
    }

    @Test
    void cronLooksAheadFromTheLastStart() {
        history.run(START.minus(Duration.ofMinutes(30)), Run.Status.COMPLETED);
        assertThat(isDue(schedule("cron", "45 * * * *"))).isTrue();
        history.run(START.minus(Duration.ofMinutes(10)), Run.Status.COMPLETED);
        PullSchedule schedule = schedule("cron", "45 * * * *");
        assertThat(isDue(schedule)).isFalse();
        clock.move(Duration.ofMinutes(45));
        assertThat(isDue(schedule)).isTrue();
    }

    @Test
    void cronWaitsForItsTimeWhenThePullNeverRan() {
        PullSchedule schedule = schedule("cron", "45 * * * *");
        assertThat(isDue(schedule)).isFalse();
        clock.move(Duration.ofMinutes(45));
        assertThat(isDue(schedule)).isTrue();
    }

    @Test
    void whatCountsIsTheClockOfTheStore() {
        history.ahead = Duration.ofHours(3);
        history.run(START.plus(Duration.ofMinutes(150)), Run.Status.COMPLETED);
        PullSchedule schedule = schedule("every", "1h");
        assertThat(isDue(schedule)).isFalse();
        clock.move(Duration.ofMinutes(29));
        assertThat(isDue(schedule)).isFalse();
        clock.move(Duration.ofMinutes(1));
        assertThat(isDue(schedule)).isTrue();
    }

    @Test
    void aPullThatNeverRanIsDueAtTheStartWhateverTheClocksSay() {
        history.ahead = Duration.ofHours(-3);
        assertThat(isDue(schedule("every", "1h"))).isTrue();
    }

    /** Whether the run is alive is known to the run's lock alone: begin() finds out. */
    @Test
    void aRunThatStandsThereAsRunningIsLookedAtNowAndThen() {
        history.run(START.minusSeconds(5), Run.Status.RUNNING);
        PullSchedule schedule = schedule("every", "1h");
        assertThat(isDue(schedule)).isTrue();
        clock.move(Duration.ofSeconds(9));
        assertThat(isDue(schedule)).isFalse();
        clock.move(Duration.ofSeconds(1));
        assertThat(isDue(schedule)).isTrue();
    }

    @Test
    void aPausedPullIsNotDueUntilItIsResumed() {
        PullSchedule schedule = schedule("every", "1h");
        history.paused = true;
        assertThat(isDue(schedule)).isFalse();
        clock.move(Duration.ofHours(5));
        assertThat(isDue(schedule)).isFalse();
        history.paused = false;
        clock.move(Duration.ofSeconds(1));
        assertThat(isDue(schedule)).isTrue();
    }

    @Test
    void saysWhenTheNextRunIsDue() {
        history.run(START.minus(Duration.ofMinutes(20)), Run.Status.COMPLETED);
        assertThat(schedule("every", "30m").next("items")).contains(START.plus(Duration.ofMinutes(10)));
    }

    @Test
    void aStoreThatIsAwayIsAskedAgainLater() {
        PullSchedule schedule = schedule("every", "1h");
        history.away = true;
        assertThat(isDue(schedule)).isFalse();
        history.away = false;
        assertThat(isDue(schedule)).isFalse();
        clock.move(Duration.ofSeconds(10));
        assertThat(isDue(schedule)).isTrue();
    }

    private PullSchedule schedule(String parameter, String value) {
        PullRegistry registry = new PullRegistry();
        registry.add(PullParameters.with(parameter, value));
        return new PullSchedule(registry, history, clock, new RunHolds());
    }

    private static boolean isDue(PullSchedule schedule) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(Pulls.PULL, "items");
        return schedule.isDue(exchange);
    }

    /** A clock that is moved by hand. */
    private static final class Hand extends Clock {
        private Instant now = START;

        void move(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** A store that knows runs, and nothing else. */
    private final class History implements Store, Runs, org.restconnector.store.PullPauses {
        private final List<Run> runs = new ArrayList<>();
        private Duration ahead = Duration.ZERO;
        private boolean away;
        private boolean paused;
        private int asked;

        void run(Instant startedAt, Run.Status status) {
            runs.add(new Run(
                    "run-" + runs.size(),
                    "items",
                    status,
                    startedAt,
                    Optional.empty(),
                    Run.Counters.ZERO,
                    false,
                    List.of(),
                    Optional.empty()));
        }

        @Override
        public org.restconnector.store.Webhooks webhooks() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Run> last(String pull) {
            asked++;
            if (away) {
                throw new StoreException("the store is away");
            }
            return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(runs.size() - 1));
        }

        @Override
        public Instant now() {
            return clock.instant().plus(ahead);
        }

        @Override
        public org.restconnector.store.PullStates states() {
            throw new UnsupportedOperationException();
        }

        @Override
        public org.restconnector.store.PullPauses pauses() {
            return this;
        }

        @Override
        public Optional<Instant> since(String pull) {
            return paused ? Optional.of(START) : Optional.empty();
        }

        @Override
        public Map<String, Instant> all() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pause(String pull) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resume(String pull) {
            throw new UnsupportedOperationException();
        }

        @Override
        public org.restconnector.store.Throughput throughput() {
            throw new UnsupportedOperationException();
        }

        @Override
        public org.restconnector.store.DeliveredRecords delivered() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Runs runs() {
            return this;
        }

        @Override
        public Run begin(String pull) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void progress(Transaction transaction, Run run) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void finish(Transaction transaction, Run run) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void abandon(Run run) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Run> list(String pull, int limit, Optional<String> before) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T write(Work<T> work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T read(Work<T> work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Checkpoints checkpoints() {
            throw new UnsupportedOperationException();
        }

        @Override
        public DeadLetters deadLetters() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Tables tables() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Jobs jobs() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Batches batches() {
            throw new UnsupportedOperationException();
        }

        @Override
        public org.restconnector.store.Survey survey() {
            throw new UnsupportedOperationException();
        }

        @Override
        public RefreshTokens refreshTokens() {
            throw new UnsupportedOperationException();
        }

        @Override
        public TenantSettings tenantSettings() {
            throw new UnsupportedOperationException();
        }

        @Override
        public org.restconnector.store.Retention retention() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Alerts alerts() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // nothing to close
        }
    }
}
