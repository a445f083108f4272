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
        take("a", 12, places, 10);
    }

    @Test
    void besideOthersEachLeavesSomeFree() {
        Places places = new Places(200);
        List.of("a", "b", "c").forEach(places::join);
        take("a", 250, places, 160);
        take("b", 250, places, 32);
        take("c", 3, places, 3);
    }

    @Test
    void oneThatHasNoneTakesTheLast() {
        Places places = new Places(2);
        List.of("a", "b").forEach(places::join);
        take("a", 2, places, 1);
        take("b", 2, places, 1);
    }

    @Test
    void whoeverWaitsGoesOnWhenOthersHaveLeft() {
        Places places = new Places(10);
        List.of("a", "b").forEach(places::join);
        AtomicInteger taken = take("a", 12, places, 8);
        places.leave("b");
        await().untilAsserted(() -> assertThat(taken).hasValue(10));
        places.release("a");
        await().untilAsserted(() -> assertThat(taken).hasValue(11));
    }

    /** So many threads want a place, and so many get one. */
    private AtomicInteger take(String flow, int wanted, Places places, int expected) {
        AtomicInteger taken = new AtomicInteger();
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
            threads.add(thread);
        }
        await().during(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(taken).hasValue(expected));
        return taken;
    }
}
