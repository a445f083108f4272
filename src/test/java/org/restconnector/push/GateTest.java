package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.Store;
import org.restconnector.store.StoreSettings;
import org.restconnector.store.Stores;

class GateTest {
    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-22T00:00:00Z");

    private final Clock clock = new Clock() {
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
            return this;
        }
    };

    @Test
    void probesOnceAMinuteUntilTheCredentialsAreTaken() {
        try (Store store = store()) {
            Gate gate = new Gate("crm", store.batches(), clock);
            gate.refresh();
            gate.pause(PauseReason.UNAUTHORIZED, "401");
            assertThat(gate.isOpen()).isFalse();
            assertThat(gate.takeProbe()).isFalse();
            pass(Duration.ofSeconds(61));
            assertThat(gate.takeProbe()).isTrue();
            assertThat(gate.takeProbe()).isFalse();
            pass(Duration.ofSeconds(59));
            assertThat(gate.takeProbe()).isFalse();
            Gate restarted = new Gate("crm", store.batches(), clock);
            restarted.refresh();
            assertThat(restarted.takeProbe()).isFalse();
            pass(Duration.ofSeconds(1));
            assertThat(restarted.takeProbe()).isTrue();
            assertThat(gate.takeProbe())
                    .as("another instance's, which has not seen that")
                    .isFalse();
            restarted.probeSucceeded();
            assertThat(restarted.isOpen()).isTrue();
            gate.refresh();
            assertThat(gate.isOpen()).isTrue();
        }
    }

    @Test
    void otherPausesAreNeverProbedNorResumed() {
        try (Store store = store()) {
            Gate gate = new Gate("crm", store.batches(), clock);
            gate.pause(PauseReason.GONE, "410");
            gate.pause(PauseReason.UNAUTHORIZED, "401");
            pass(Duration.ofHours(1));
            assertThat(gate.takeProbe()).isFalse();
            gate.probeSucceeded();
            assertThat(store.batches().state("crm").pausedReason()).contains("gone");
        }
    }

    @Test
    void holdsBackUntilTheLatestTime() {
        try (Store store = store()) {
            Gate gate = new Gate("crm", store.batches(), clock);
            gate.holdBack(now.plusSeconds(10));
            gate.holdBack(now.plusSeconds(5));
            assertThat(gate.opensAt()).contains(now.plusSeconds(10));
            pass(Duration.ofSeconds(10));
            assertThat(gate.isOpen()).isTrue();
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private Store store() {
        StoreSettings settings =
                new StoreSettings("jdbc:sqlite:" + directory.resolve("connector.db"), "", "", true, directory);
        return Stores.open(settings, clock, point -> {});
    }
}
