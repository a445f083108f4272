package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.restconnector.testing.Answer;
import org.restconnector.testing.Handler;
import org.restconnector.testing.ReceivedRequest;

/** A target that takes, refuses and fails as a seed says, and writes down what it said to which request. */
final class TargetLedger implements Handler {
    private static final int REFUSED = 422;

    /** What it said to one request. */
    record Told(String key, String body, List<Integer> ids, int status) {}

    private final Random random;
    private final List<Told> all = new ArrayList<>();

    TargetLedger(long seed) {
        this.random = new Random(seed);
    }

    /** Whether it never takes the record with that id. */
    static boolean refuses(int id) {
        return id % 23 == 7;
    }

    @Override
    public synchronized Answer answer(ReceivedRequest request) {
        List<Integer> ids = ((List<?>) request.json())
                .stream()
                        .map(record -> (Integer) ((Map<?, ?>) record).get("id"))
                        .toList();
        int status = ids.stream().anyMatch(TargetLedger::refuses) ? REFUSED : random.nextInt(6) == 0 ? 503 : 204;
        all.add(new Told(request.header("idempotency-key").orElseThrow(), request.text(), ids, status));
        return Answer.status(status).delayed(Duration.ofMillis(random.nextInt(3) * 10L));
    }

    synchronized List<Told> all() {
        return List.copyOf(all);
    }

    synchronized int size() {
        return all.size();
    }

    /** The keys of its requests from that one on. */
    synchronized Set<String> keysFrom(int first) {
        return all.subList(first, all.size()).stream().map(Told::key).collect(Collectors.toSet());
    }

    /** Of all requests ever: what was taken is just what was accepted, less what is never taken. */
    void checkThatItTook(Set<Integer> accepted) {
        Set<Integer> taken = all().stream()
                .filter(told -> told.status() == 204)
                .flatMap(told -> told.ids().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Integer> wanted = new TreeSet<>(accepted);
        wanted.removeIf(TargetLedger::refuses);
        assertThat(taken).isEqualTo(wanted);
    }

    /** A key stands for the same bytes always; a record has a second key only if the batch of the first was refused. */
    void checkKeys() {
        Map<String, Told> ofKey = new HashMap<>();
        Map<Integer, Told> ofRecord = new HashMap<>();
        Set<String> refused = new HashSet<>();
        Set<String> left = new HashSet<>();
        for (Told told : all()) {
            assertThat(told.body())
                    .as("body of " + told.key())
                    .isEqualTo(ofKey.computeIfAbsent(told.key(), key -> told).body());
            assertThat(left).as("split already").doesNotContain(told.key());
            for (Integer id : told.ids()) {
                Told before = ofRecord.put(id, told);
                if (before != null && !before.key().equals(told.key())) {
                    assertThat(refused)
                            .as("record %d was in %s and is in %s", id, before, told)
                            .contains(before.key());
                    assertThat(before.ids())
                            .containsAll(told.ids())
                            .hasSizeGreaterThan(told.ids().size());
                    left.add(before.key());
                }
            }
            if (told.status() == REFUSED) {
                refused.add(told.key());
            }
        }
    }
}
