package org.restconnector.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.restconnector.store.StoreException;

class StoreWatchTest {
    private long now = 1;
    private boolean answers = true;
    private final StoreWatch watch = new StoreWatch(this::ask, () -> now);

    private void ask() {
        if (!answers) {
            throw new StoreException("away");
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void watchFor(int seconds) {
        for (int i = 0; i < seconds; i++) {
            watch.run();
            pass(StoreWatch.EVERY);
        }
    }

    @Test
    void aShortSilenceIsNone() {
        for (int i = 0; i < 20; i++) {
            answers = i % 5 == 0;
            watchFor(1);
            assertThat(watch.isUp()).isTrue();
        }
    }

    @Test
    void isAwayAfterFiveSecondsAndBackWithTheSecondAnswer() {
        watchFor(3);
        answers = false;
        watchFor(5);
        assertThat(watch.isUp()).isFalse();

        answers = true;
        watch.run();
        assertThat(watch.isUp()).isFalse();
        watch.run();
        assertThat(watch.isUp()).isTrue();
    }

    @Test
    void comesAndGoesNotWithEveryOtherAnswer() {
        answers = false;
        watchFor(6);
        for (int i = 0; i < 20; i++) {
            answers = i % 2 == 0;
            watchFor(1);
            assertThat(watch.isUp()).isFalse();
        }
    }

    @Test
    void aQuestionThatHangsCountsFromItsBeginning() {
        AtomicBoolean upMeanwhile = new AtomicBoolean(true);
        AtomicReference<StoreWatch> hanging = new AtomicReference<>();
        hanging.set(new StoreWatch(
                () -> {
                    pass(Duration.ofSeconds(6));
                    upMeanwhile.set(hanging.get().isUp());
                },
                () -> now));

        hanging.get().run();

        assertThat(upMeanwhile).isFalse();
        assertThat(hanging.get().isUp()).isFalse();
    }
}
