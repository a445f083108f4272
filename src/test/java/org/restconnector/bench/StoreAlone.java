package org.restconnector.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.restconnector.store.Batches.Batch;
import org.restconnector.store.Batches.Outcome;
import org.restconnector.store.Batches.Result;
import org.restconnector.store.Batches.Waiting;
import org.restconnector.store.Jobs.NewJob;
import org.restconnector.store.Jobs.NewRecord;
import org.restconnector.store.Store;
import org.restconnector.store.StoreSettings;
import org.restconnector.store.Stores;

/** What a flow does with its store, without HTTP and without Camel. Safe for use by many threads. */
final class StoreAlone implements AutoCloseable {
    private static final Result DELIVERED = new Result(Outcome.DELIVERED, Optional.of("T"), false, "");
    private static final int RECORD_BYTES = 200;

    private final Store store;
    private final Queue<Waiting> claimed = new ConcurrentLinkedQueue<>();

    StoreAlone(Path directory) {
        this(directory, Clock.systemUTC());
    }

    StoreAlone(Path directory, Clock clock) {
        store = Stores.open(StoreSettings.embedded(directory), clock, point -> {});
    }

    /** Removes what is older; says how much it was. */
    String sweep(Duration kept) {
        return String.valueOf(store.retention().sweep(kept, () -> true));
    }

    /** Stores a job of so many records. */
    void accept(int records) {
        List<NewRecord> all = new ArrayList<>();
        byte[] payload = ("{\"name\":\"" + "x".repeat(RECORD_BYTES - 11) + "\"}").getBytes(UTF_8);
        for (int i = 0; i < records; i++) {
            String hash = String.format(Locale.ROOT, "%064x", i);
            all.add(new NewRecord("Contact", i, hash, Optional.empty(), payload, OptionalInt.empty()));
        }
        store.jobs()
                .accept(new NewJob(
                        "crm",
                        "acme",
                        "dev",
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        List.of("Contact"),
                        all,
                        Optional.empty(),
                        Long.MAX_VALUE));
    }

    /** Takes so many waiting records through one batch to their results. */
    void deliver(int size) {
        List<Waiting> records = claim(size);
        Batch batch = store.batches()
                .form(records, new byte[size * RECORD_BYTES], false)
                .batch()
                .orElseThrow();
        store.batches().finish(batch, Collections.nCopies(size, DELIVERED), OptionalInt.of(200));
    }

    private synchronized List<Waiting> claim(int size) {
        if (claimed.size() < size) {
            claimed.addAll(store.batches().claim("crm", false, Math.max(size, 1000), Long.MAX_VALUE));
        }
        List<Waiting> records = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            records.add(claimed.remove());
        }
        return records;
    }

    @Override
    public void close() {
        store.close();
    }
}
