package org.restconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.Once;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/**
 * Pulls to nowhere, to a file and to a table, each beside a hand-written loop over the same server:
 * a warm-up, then rounds in which they take turns, so that a noisy minute hits all of them. Prints
 * medians. {@code -Dbench.rounds} and {@code -Dbench.pages} change its length.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class PullBench {
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final int PAGES = Integer.getInteger("bench.pages", 200);
    private static final int RECORDS = 1000;

    @TempDir
    static Path directory;

    private static ChildProcess server;
    private static String origin;
    private static int workspaces;

    @BeforeAll
    static void startServer() {
        server = ChildProcess.of(PageServer.class, directory).start();
        origin = "http://127.0.0.1:"
                + server.awaitOut(line -> line.startsWith("LISTENING ")).split(" ")[1];
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** Something to measure: returns the seconds that this many records took. */
    private interface Contender {
        double seconds(String url, long records) throws Exception;
    }

    @Test
    void recordsOf200Bytes() throws Exception {
        measure(PAGES, 200);
    }

    @Test
    void recordsOf2Kilobytes() throws Exception {
        measure(Math.max(1, PAGES / 5), 2000);
    }

    private static void measure(int pages, int bytes) throws Exception {
        Map<String, Contender> contenders = contenders();
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        String url = origin + "/" + pages + "/" + RECORDS + "/" + bytes;
        long records = (long) pages * RECORDS;
        for (int round = 0; round <= ROUNDS; round++) {
            for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
                double rate = records / contender.getValue().seconds(url, records);
                if (round > 0) {
                    rates.computeIfAbsent(contender.getKey(), k -> new ArrayList<>())
                            .add(rate);
                }
            }
        }
        print(
                "%d pages of %d records of %d bytes, median of %d rounds".formatted(pages, RECORDS, bytes, ROUNDS),
                rates);
    }

    private static Map<String, Contender> contenders() {
        HandWrittenLoop loop = new HandWrittenLoop();
        Map<String, Contender> contenders = new LinkedHashMap<>();
        contenders.put("loop -> nowhere", (url, records) -> loop(loop, loop.nowhere(), url, records));
        contenders.put("pull -> nowhere", (url, records) -> pull("direct:nowhere", url, records));
        contenders.put("loop -> file", (url, records) -> loop(loop, loop.file(fresh().resolve("out")), url, records));
        contenders.put("pull -> jsonl-sink", (url, records) -> pull("kamelet:jsonl-sink?file=%s/out", url, records));
        contenders.put("loop -> table", (url, records) -> loop(loop, loop.table(fresh().resolve("db")), url, records));
        contenders.put("pull -> table-sink", (url, records) -> pull("kamelet:table-sink?table=items", url, records));
        return contenders;
    }

    private static double loop(HandWrittenLoop loop, HandWrittenLoop.Destination destination, String url, long records)
            throws Exception {
        try (destination) {
            long start = System.nanoTime();
            assertThat(loop.run(url, destination)).isEqualTo(records);
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** The run's own seconds: the start of the process is no part of them. */
    private static double pull(String to, String url, long records) throws Exception {
        Workspace workspace = new Workspace(fresh());
        workspace.routes("nowhere", PullTo.NOWHERE).pull(PullTo.pull(url, to.formatted(workspace.directory())));
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        RunResult result = outcome.result("items");
        assertThat(result.number("delivered")).isEqualTo(records);
        return ((Number) result.fields().get("seconds")).doubleValue();
    }

    private static Path fresh() throws Exception {
        return Files.createDirectories(directory.resolve("w" + workspaces++));
    }

    private static void print(String title, Map<String, List<Double>> rates) {
        double plain = median(rates.get("loop -> nowhere"));
        StringBuilder table = new StringBuilder("\n%s%n%-20s %12s %12s %12s %12s %16s%n"
                .formatted(title, "", "records/s", "lowest", "highest", "of the loop", "of the same loop"));
        double same = plain;
        for (Map.Entry<String, List<Double>> row : rates.entrySet()) {
            double median = median(row.getValue());
            same = row.getKey().startsWith("loop") ? median : same;
            table.append("%-20s %,12.0f %,12.0f %,12.0f %12.2f %16.2f%n"
                    .formatted(
                            row.getKey(),
                            median,
                            row.getValue().stream().min(Double::compare).orElseThrow(),
                            row.getValue().stream().max(Double::compare).orElseThrow(),
                            median / plain,
                            median / same));
        }
        System.out.println(table);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
