package org.restconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/**
 * A pull of one large page in a process of its own.
 *
 * @param seconds the run's own
 * @param megabytesResident the most memory that the process had
 */
record LargePagePull(double seconds, long megabytesResident) {
    private static final Duration LONG = Duration.ofMinutes(15);

    /** Runs it, and checks that each record arrived once. */
    static LargePagePull run(Path directory, String origin, String format, int megabytes, String heap, boolean toFile) {
        Workspace workspace = new Workspace(directory);
        PullFile pull = PullFile.of("items", origin + "/" + format + "/" + megabytes)
                .with("records", format.equals("json") ? "$.data[*]" : "$")
                .with("maxPageBytes", "8GB")
                .with("timeout", "15m")
                .with("to", toFile ? workspace.jsonlSink("out.jsonl") : "direct:nowhere");
        if (format.equals("json")) {
            pull = pull.with("pagination", "cursor")
                    .with("cursor", "$.paging.next")
                    .with("cursorParam", "after")
                    .with("totalRecords", "$.total");
        }
        workspace.routes("nowhere", PullTo.NOWHERE).pull(pull);
        AtomicLong peak = new AtomicLong();
        try (ChildProcess child = ChildProcess.in(workspace)
                // a compiler that thinks long does not pay for a short run
                .jvm("-XX:TieredStopAtLevel=" + (megabytes < 200 ? 1 : 4))
                .jvm("-Xmx" + heap)
                .start("once")) {
            await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> {
                peak.accumulateAndGet(residentKilobytes(child.pid()), Math::max);
                return !child.alive();
            });
            assertThat(child.exitCode()).as(String.join("\n", child.err())).isZero();
            RunResult result = RunResult.parse(child.out().get(0));
            long records = (long) megabytes * LargePageServer.RECORDS;
            assertThat(result.number("delivered")).isEqualTo(records);
            assertThat(result.number("pages")).isEqualTo(1);
            if (toFile) {
                checkFile(directory.resolve("out.jsonl"), records);
            }
            return new LargePagePull(((Number) result.fields().get("seconds")).doubleValue(), peak.get() >> 10);
        }
    }

    /** The peak that Linux has noted; 0 elsewhere. */
    private static long residentKilobytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static void checkFile(Path file, long records) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            long id = 1_000_000_000;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("{\"id\":" + id) && !line.startsWith("{\"id\":\"" + id)
                        || !line.endsWith("x\"}")) {
                    throw new AssertionError("not record " + id + ": " + line);
                }
                id++;
            }
            assertThat(id).isEqualTo(1_000_000_000 + records);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
