package org.restconnector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.restconnector.push.PauseReason;
import org.restconnector.push.PausedTenants;
import org.restconnector.store.Alerts.Letters;
import org.restconnector.store.Alerts.Subject;
import org.restconnector.store.Batches.FlowState;
import org.restconnector.store.Run;

/** What is told of a pull or flow that is looked at again and again; its state passes through JSON each time. */
class WatchTest {
    private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");
    private static final Subject PULL = new Subject("pull", "orders");
    private static final Subject FLOW = new Subject("flow", "crm");

    private final List<Run> runs = new ArrayList<>();
    private String state = "{}";
    private Instant now = START;
    private boolean paused;
    private boolean back;
    private int hours = 1;

    private void run(String error) {
        runs.add(
                0,
                new Run(
                        "run-" + runs.size(),
                        "orders",
                        error.isEmpty() ? Run.Status.COMPLETED : Run.Status.FAILED,
                        now,
                        Optional.of(now),
                        Run.Counters.ZERO,
                        false,
                        List.of(),
                        error.isEmpty() ? Optional.empty() : Optional.of(new Run.RunError(error, "why"))));
    }

    private List<String> lookAfter(Duration time) {
        now = now.plus(time);
        return look();
    }

    private List<String> look() {
        Seen seen = Seen.of(state);
        PullWatch watch = new PullWatch(PULL, seen, now);
        if (watch.isNews(runs.stream().limit(2).toList())) {
            watch.runs(runs, START);
        }
        if (back) {
            watch.isBack();
        }
        back = false;
        watch.schedule(new Hourly(hours), paused, START.plusSeconds(300));
        state = seen.json();
        return types(watch.events());
    }

    private static List<String> types(List<String> events) {
        return events.stream()
                .map(event -> event.replaceFirst(".*\"type\":\"(\\w+)\".*", "$1"))
                .toList();
    }

    private record Hourly(int hours) implements PullWatch.Schedule {
        @Override
        public Optional<Instant> after(Instant from, int periods) {
            return Optional.of(from.plus(Duration.ofHours((long) hours * periods)));
        }

        @Override
        public String text() {
            return "every " + hours + "h";
        }
    }

    @Test
    void aPullIsStaleOnceAfterThreePeriodsUntilARunCompletes() {
        assertThat(look()).isEmpty();
        assertThat(lookAfter(Duration.ofHours(3))).isEmpty();
        assertThat(lookAfter(Duration.ofMinutes(2))).containsExactly("stale");
        assertThat(lookAfter(Duration.ofHours(9))).isEmpty();

        run("");
        assertThat(look()).containsExactly("recovered");
        assertThat(lookAfter(Duration.ofHours(2))).isEmpty();
        assertThat(lookAfter(Duration.ofHours(2))).containsExactly("stale");
    }

    @Test
    void aPausedPullIsNotStaleAndCountsAnewWhenItIsResumed() {
        look();
        paused = true;
        assertThat(lookAfter(Duration.ofDays(3))).isEmpty();
        paused = false;
        assertThat(look()).isEmpty();
        assertThat(lookAfter(Duration.ofHours(2))).isEmpty();
        assertThat(lookAfter(Duration.ofHours(2))).containsExactly("stale");
    }

    @Test
    void aPullThatIsPutBackOrGetsAnotherScheduleCountsAnew() {
        run("");
        assertThat(look()).isEmpty();
        now = now.plus(Duration.ofDays(3));
        back = true;
        assertThat(look()).isEmpty();
        hours = 24;
        assertThat(lookAfter(Duration.ofHours(2))).isEmpty();
        hours = 1;
        assertThat(lookAfter(Duration.ofHours(20))).isEmpty();
        assertThat(lookAfter(Duration.ofHours(4))).containsExactly("stale");
    }

    @Test
    void afterAStartTheRunThatIsDueHasItsTime() {
        look();
        state = state.replace(String.valueOf(START.toEpochMilli()), "0");
        assertThat(lookAfter(Duration.ofMinutes(4))).isEmpty();
        assertThat(lookAfter(Duration.ofMinutes(2))).containsExactly("stale");
    }

    @Test
    void whatFailedBeforeAnybodyLookedIsNoNewsNorIsAStop() {
        now = START.minusSeconds(60);
        run("http_status");
        now = START;
        assertThat(look()).isEmpty();
        run("interrupted");
        assertThat(look()).isEmpty();
        run("timeout");
        run("timeout");
        assertThat(look()).containsExactly("run_failed", "run_failed");
        assertThat(look()).isEmpty();
        run("");
        run("timeout");
        assertThat(look()).containsExactly("recovered", "run_failed");
    }

    @Test
    void deadLettersAreToldAtOnceThenOnceAnHour() {
        Seen seen = Seen.nothing();
        List<String> told = new ArrayList<>();
        for (int minute = 0; minute <= 120; minute++) {
            long newest = 10 + minute;
            told.addAll(LetterWatch.look(
                    seen,
                    PULL,
                    9,
                    after -> Optional.of(new Letters(newest - after, newest, "id", OptionalInt.of(422), "no")),
                    START.plus(Duration.ofMinutes(minute))));
        }
        assertThat(told).hasSize(3);
        assertThat(told.get(0)).contains("\"count\":1,");
        assertThat(told.get(1)).contains("\"count\":60,", "\"lastStatus\":422");
    }

    @Test
    void aFlowThatPausesByItselfIsToldAndThatItGoesOn() {
        Seen seen = Seen.nothing();
        assertThat(FlowWatch.look(seen, FLOW, paused("paused by hand"), START)).isEmpty();
        assertThat(FlowWatch.look(seen, FLOW, running(), START)).isEmpty();
        assertThat(FlowWatch.look(seen, FLOW, paused("unauthorized"), START))
                .singleElement()
                .asString()
                .contains("\"flow_paused\"", "\"flow\":\"crm\"", "\"reason\":\"unauthorized\"");
        assertThat(FlowWatch.look(seen, FLOW, paused("paused by hand"), START)).isEmpty();
        assertThat(FlowWatch.look(seen, FLOW, running(), START.plusSeconds(90)))
                .singleElement()
                .asString()
                .contains("\"recovered\"", "\"of\":[\"flow_paused\"]", "\"seconds\":90");
        assertThat(FlowWatch.look(seen, FLOW, running(), START)).isEmpty();
    }

    @Test
    void tenantsThatPauseAreToldOnceAnHourAndThatAllGoOn() {
        Seen seen = Seen.nothing();
        assertThat(FlowWatch.look(seen, FLOW, Optional.empty(), START)).isEmpty();
        assertThat(FlowWatch.look(seen, FLOW, tenants(1, "acme", START), START))
                .singleElement()
                .asString()
                .contains("\"flow_paused\"", "\"reason\":\"gone\"", "\"tenants\":{\"paused\":1,\"last\":\"acme\"}");
        Instant later = START.plusSeconds(60);
        assertThat(FlowWatch.look(seen, FLOW, tenants(2, "bcme", later), later)).isEmpty();
        Instant hour = START.plusSeconds(3600);
        assertThat(FlowWatch.look(seen, FLOW, tenants(2, "bcme", later), hour))
                .singleElement()
                .asString()
                .contains("{\"paused\":2,\"last\":\"bcme\"}");
        assertThat(FlowWatch.look(seen, FLOW, tenants(1, "acme", START), hour.plusSeconds(7200)))
                .isEmpty();
        assertThat(FlowWatch.look(seen, FLOW, Optional.empty(), hour))
                .singleElement()
                .asString()
                .contains("\"recovered\"", "\"of\":[\"flow_paused\"]", "\"seconds\":3600", "{\"paused\":0}");
        assertThat(FlowWatch.look(seen, FLOW, Optional.empty(), hour)).isEmpty();
    }

    private static Optional<PausedTenants> tenants(long count, String last, Instant since) {
        return Optional.of(new PausedTenants(count, last, PauseReason.GONE, since));
    }

    private static FlowState paused(String reason) {
        return new FlowState(Optional.of(reason), Optional.of(START), Optional.empty(), Optional.empty(), 0);
    }

    private static FlowState running() {
        return new FlowState(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);
    }
}
