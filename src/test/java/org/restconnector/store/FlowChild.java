package org.restconnector.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Waiting;

/** Accepts jobs and delivers their records until it is killed, and prints what it has been told is stored. */
final class FlowChild {
    private FlowChild() {}

    static void run(Store store) {
        for (int i = 0; i < 2; i++) {
            Thread accepting = new Thread(() -> acceptForever(store));
            accepting.setDaemon(true);
            accepting.start();
        }
        deliverForever(store);
    }

    private static void acceptForever(Store store) {
        Random random = new Random();
        while (true) {
            int records = 1 + random.nextInt(20);
            String id = store.jobs()
                    .accept(FlowFixture.job("t1", "Contact", records))
                    .job()
                    .id();
            System.out.println("accepted " + id + " .");
        }
    }

    private static void deliverForever(Store store) {
        Random random = new Random();
        while (true) {
            List<Batch> batches = new ArrayList<>(store.batches().due(FlowFixture.FLOW, 10));
            List<Waiting> claimed =
                    store.batches().claim(FlowFixture.FLOW, false, 1 + random.nextInt(30), Long.MAX_VALUE);
            byte[] body = ("[" + random.nextLong() + "]").getBytes(UTF_8);
            if (!claimed.isEmpty()) {
                store.batches().form(claimed, body, false).batch().ifPresent(batches::add);
            }
            batches.forEach(batch -> send(store, batch, random));
        }
    }

    private static void send(Store store, Batch batch, Random random) {
        System.out.println("sending " + batch.key() + " " + Seqs.text(FlowFixture.seqs(batch)) + " "
                + new String(batch.body(), UTF_8) + " .");
        if (random.nextInt(4) == 0) {
            Instant next = Instant.now().plusMillis(random.nextInt(20));
            store.batches().postpone(batch, next, true, OptionalInt.of(503), "later");
            return;
        }
        store.batches()
                .finish(
                        batch,
                        Collections.nCopies(batch.members().size(), FlowFixture.delivered()),
                        OptionalInt.of(200));
        System.out.println("finished " + batch.key() + " .");
    }
}
