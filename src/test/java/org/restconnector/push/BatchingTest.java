package org.restconnector.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.restconnector.store.Batches.Lane;
import org.restconnector.store.Batches.Waiting;

/** Whatever comes in whatever order: the batcher against what a list a lane would do. */
class BatchingTest {
    private static final CamelContext CONTEXT = new DefaultCamelContext();
    private static final Duration AGE = Duration.ofMillis(100);

    /** @param after milliseconds since the one before */
    record Arrival(int lane, int bytes, int after) {}

    @Provide
    Arbitrary<List<Arrival>> arrivals() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(3, 120),
                        Arbitraries.integers().between(0, 60))
                .as(Arrival::new)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 500, seed = "1", edgeCases = EdgeCasesMode.NONE)
    void batchesHoldTheRecordsOfALaneInOrderWithinTheLimitsAndNoneWaitsTooLong(
            @ForAll("arrivals") List<Arrival> arrivals,
            @ForAll @IntRange(min = 2, max = 6) int size,
            @ForAll @IntRange(min = 1, max = 300) int bytes) {
        Batcher batcher = new Batcher(size, bytes);
        Map<Integer, List<Long>> accepted = new HashMap<>();
        for (int i = 0; i < arrivals.size(); i++) {
            Arrival arrival = arrivals.get(i);
            batcher.pass(arrival.after());
            batcher.feed(i, arrival);
            accepted.computeIfAbsent(arrival.lane(), lane -> new ArrayList<>()).add((long) i);
        }
        batcher.pass((int) AGE.toMillis());

        assertThat(batcher.delivered).isEqualTo(accepted);
        assertThat(batcher.groups.clear()).isEmpty();
        assertThat(batcher.groups.nextDue()).isEqualTo(Instant.MAX);
    }

    /** A flow's claimer and aggregator in small, with a clock that stands until it is told to go on. */
    private static final class Batcher {
        private final Batching strategy = new Batching();
        private final PushSettings settings;
        private final OpenGroups groups;
        private final Map<Group, Exchange> open = new HashMap<>();
        private final Map<Integer, List<Long>> delivered = new HashMap<>();
        private Instant now = Instant.EPOCH;
        private Optional<Waiting> arriving = Optional.empty();

        Batcher(int size, int bytes) {
            settings = PushSettingsTest.settings(
                    "batchSize",
                    String.valueOf(size),
                    "batchBytes",
                    bytes + "B",
                    "batchTimeout",
                    AGE.toMillis() + "ms");
            groups = new OpenGroups(settings, clock(), () -> "key", this::complete);
        }

        private Clock clock() {
            return new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            };
        }

        void pass(int millis) {
            now = now.plusMillis(millis);
            groups.completeDue(tenant -> true);
            assertThat(open.keySet())
                    .allSatisfy(
                            group -> assertThat(acceptedFirst(group).plus(AGE)).isAfter(now));
        }

        void feed(long seq, Arrival arrival) {
            byte[] payload = ("\"" + "x".repeat(arrival.bytes() - 2) + "\"").getBytes(StandardCharsets.UTF_8);
            Lane lane = new Lane(arrival.lane(), "crm", "acme", "s" + arrival.lane());
            Waiting record = new Waiting(lane, seq, "job", (int) seq, Optional.empty(), payload, now);
            arriving = Optional.of(record);
            Piece piece = groups.place(String.valueOf(arrival.lane()), record);
            arriving = Optional.empty();
            Exchange exchange = new DefaultExchange(CONTEXT);
            exchange.getMessage().setBody(piece);
            Exchange group = strategy.aggregate(open.get(piece.group()), exchange);
            assertThat(group.getMessage().getBody()).isSameAs(piece.group());
            open.put(piece.group(), group);
            if (piece.group().pieces().size() == settings.limits().size()) {
                complete(piece.group());
            }
            groups.fed(String.valueOf(arrival.lane()), false, now);
        }

        private void complete(Group group) {
            groups.remove(group);
            open.remove(group);
            List<byte[]> bodies = group.pieces().stream().map(Piece::body).toList();
            long limit = settings.limits().bytes();
            int length = settings.payload().render(bodies).length;
            assertThat(bodies).hasSizeBetween(1, settings.limits().size());
            assertThat(length <= limit || bodies.size() == 1)
                    .as("%d bytes in %d records, at most %d", length, bodies.size(), limit)
                    .isTrue();
            assertThat(bodies.size() == settings.limits().size()
                            || !acceptedFirst(group).plus(AGE).isAfter(now)
                            || arriving.filter(next -> length + 1 + next.payload().length > limit)
                                    .isPresent())
                    .as("full, old enough, or without room for the next")
                    .isTrue();
            group.pieces().forEach(piece -> delivered
                    .computeIfAbsent((int) piece.record().lane().id(), lane -> new ArrayList<>())
                    .add(piece.record().seq()));
        }

        private static Instant acceptedFirst(Group group) {
            return group.pieces().get(0).record().acceptedAt();
        }
    }
}
