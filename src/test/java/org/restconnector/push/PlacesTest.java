package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void interrupt() {
        threads.forEach(Thread::interrupt);
    }

    @Test
    void aFlowThatIsAloneMayTakeAll() {
        Places places = new Places(10);
        places.join("a");
        assertThat(takenBy("a", 12, places)).hasValue(10);
    }

    @Test
    void besideOthersEachLeavesSomeFree() {
        Places places = new Places(200);
        List.of("a", "b", "c").forEach(places::join);
        assertThat(takenBy("a", 250, places)).hasValue(160);
        AtomicInteger second = takenBy("b", 250, places);
        assertThat(second.get()).isBetween(30, 39);
        assertThat(takenBy("c", 3, places)).hasValue(3);
    }

    @Test
    void oneThatHasNoneTakesTheLast() {
        Places places = new Places(2);
        List.of("a", "b").forEach(places::join);
        assertThat(takenBy("a", 2, places)).hasValue(1);
        assertThat(takenBy("b", 2, places)).hasValue(1);
    }

    @Test
    void whoeverWaitsGoesOnWhenOthersHaveLeft() {
        Places places = new Places(10);
        List.of("a", "b").forEach(places::join);
        AtomicInteger taken = takenBy("a", 12, places);
        assertThat(taken).hasValue(8);
        places.leave("b");
        await().untilAsserted(() -> assertThat(taken).hasValue(10));
        places.release("a");
        await().untilAsserted(() -> assertThat(taken).hasValue(11));
    }

    /** How many of so many threads got a place. */
    private AtomicInteger takenBy(String flow, int wanted, Places places) {
        AtomicInteger taken = new AtomicInteger();
        List<Thread> mine = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            Thread thread = new Thread(() -> {
                try {
                    places.acquire(flow);
                    taken.incrementAndGet();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.setDaemon(true);
            thread.start();
            mine.add(thread);
        }
        threads.addAll(mine);
        await().pollInterval(Duration.ofMillis(5)).until(() -> mine.stream()
                .map(Thread::getState)
                .allMatch(state -> state == Thread.State.WAITING || state == Thread.State.TERMINATED));
        return taken;
    }
}
