package org.restconnector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Long ways through the store, whatever its database: random ones, and one with its process killed on the way. */
abstract class FlowModelContract extends FlowFixture {
    FlowModelContract(Dialect dialect) {
        super(dialect);
    }

    @Test
    void countersEqualSumsAndNoRecordGetsASecondKeyWhateverHappens() {
        int sequences = dialect() == Dialect.SQLITE ? 300 : 50;
        for (int seed = 0; seed < sequences; seed++) {
            RandomFlow flow = new RandomFlow(seed, store);
            try {
                for (int step = 0; step < 25; step++) {
                    flow.step();
                    if (seed % 10 == 0 && step == 12) {
                        restart();
                        flow.useInstead(store);
                    }
                }
                flow.drain();
                if (seed % 10 == 9) {
                    new FlowLedger(store).assertThatAllAddsUp();
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + flow.history(), e);
            }
        }
        new FlowLedger(store).assertThatAllAddsUp();
    }

    @Test
    void aProcessThatIsKilledLosesNothingThatItAcceptedAndGivesNoBatchASecondKey() {
        List<String> acceptedJobs = new ArrayList<>();
        Map<Long, Set<String>> keysOfRecord = new HashMap<>();
        Map<String, Set<String>> contentsOfKey = new TreeMap<>();
        Set<String> finished = new HashSet<>();
        for (int round = 0; round < 5; round++) {
            try (ChildProcess child = ChildProcess.start("flow", settings().url())) {
                List<String> printed = new ArrayList<>();
                for (int i = 0; i < 150 + 61 * round; i++) {
                    printed.add(child.line());
                }
                printed.addAll(child.killAndReadRest());
                for (String line : printed) {
                    String[] words = line.split(" ");
                    if (words[0].equals("accepted") && words.length == 3) {
                        acceptedJobs.add(words[1]);
                    } else if (words[0].equals("sending") && words.length == 5) {
                        contentsOfKey
                                .computeIfAbsent(words[1], key -> new HashSet<>())
                                .add(words[2] + words[3]);
                        Seqs.list(words[2]).forEach(seq -> keysOfRecord
                                .computeIfAbsent(seq, record -> new HashSet<>())
                                .add(words[1]));
                    } else if (words[0].equals("finished") && words.length == 3) {
                        assertThat(finished.add(words[1]))
                                .as("finished once: " + words[1])
                                .isTrue();
                    }
                }
            }
            killAll();
            restart();
            new FlowLedger(store).assertThatAllAddsUp();
        }

        assertThat(acceptedJobs).isNotEmpty();
        assertThat(finished).isNotEmpty();
        assertThat(keysOfRecord.values()).allSatisfy(keys -> assertThat(keys).hasSize(1));
        assertThat(contentsOfKey.values())
                .allSatisfy(contents -> assertThat(contents).hasSize(1));
        due().forEach(batch -> {
            assertThat(finished).doesNotContain(batch.key());
            seqs(batch).forEach(seq -> assertThat(keysOfRecord.getOrDefault(seq, Set.of(batch.key())))
                    .containsExactly(batch.key()));
            deliver(batch);
        });
        for (List<Batches.Waiting> some = claim(500); !some.isEmpty(); some = claim(500)) {
            assertThat(some).noneMatch(record -> keysOfRecord.containsKey(record.seq()));
            deliver(form(some));
        }
        assertThat(store.jobs().pending(FLOW)).isZero();
        for (String id : acceptedJobs) {
            assertThat(store.jobs().find(FLOW, "t1", id).orElseThrow().status()).isEqualTo(Jobs.Status.JOB_COMPLETED);
        }
        new FlowLedger(store).assertThatAllAddsUp();
    }
}
