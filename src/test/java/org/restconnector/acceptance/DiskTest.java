package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.store.FlowLedger;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;

/** What the disk does under a flow: it takes no more, and it has what was answered with 2xx. */
class DiskTest {
    private final ApiServer target = ApiServer.start();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void aFullDiskIsSaidAndWorkGoesOnWhenThereIsRoomAgain() throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        assumeThat(exitCode("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", data.toString()))
                .as("a small file system can only be mounted by root")
                .isZero();
        target.on("/in", Answer.status(204).delayed(Duration.ofMillis(300)));
        try (FlowProcess flow = new FlowProcess(directory, target.url("/in"), "batchSize", "5", "concurrency", "1");
                ChildProcess child = flow.start()) {
            flow.poster().post(30);
            target.awaitRequests(1);
            Path ballast = fill(data.resolve("ballast"));

            JobPoster.Reply full = flow.poster().tryToPost("[{\"id\":\"" + "x".repeat(100_000) + "\"}]");
            assertThat(full.status()).as(full.body()).isEqualTo(503);
            assertThat(full.body()).contains("\"store_unavailable\"").doesNotContain("\tat ", "Exception");
            child.awaitErr(line -> line.contains("cannot store the results of a request"));

            Files.delete(ballast);
            flow.poster().post(5);
            flow.poster().await();
            await().atMost(Duration.ofMinutes(1)).until(flow::allDone);
            assertThat(target.requests("/in")).hasSize(7);
            assertThat(child.terminate()).isIn(0, 143);
            FlowLedger.assertThatAllAddsUp(data);
        } finally {
            exitCode("umount", "-l", data.toString());
        }
    }

    @Test
    void each2xxHasBeenOnDiskBeforeItsFirstByte() throws Exception {
        assumeThat(exitCode("strace", "-o", directory.resolve("tried").toString(), "true"))
                .as("strace is there, and may trace")
                .isZero();
        Path trace = directory.resolve("trace");
        String[] strace = {
            "strace", "-f", "-y", "--seccomp-bpf", "-e", "trace=fsync,fdatasync,write,writev", "-o", trace.toString()
        };
        // nothing but the jobs is committed
        try (FlowProcess flow =
                        new FlowProcess(directory, target.url("/in"), "batchSize", "1000", "batchTimeout", "1h");
                ChildProcess child = flow.launch().by(strace).start("run")) {
            for (int job = 0; job < 10; job++) {
                flow.poster().post(1);
                flow.poster().await();
            }
            assertThat(child.alive()).isTrue();
        }
        List<String> events = Files.readAllLines(trace).stream()
                .map(DiskTest::event)
                .filter(event -> !event.isEmpty())
                .toList();
        int answers = 0;
        for (int i = events.indexOf("answer"); i < events.size(); i++) {
            if (events.get(i).equals("answer")) {
                answers++;
                assertThat(events.get(i - 1)).as("before answer " + answers).isEqualTo("sync");
            }
        }
        assertThat(answers).isEqualTo(10);
    }

    private static String event(String line) {
        // a call that another thread's interrupts has its end in a line of its own
        if (line.contains("sync(") && line.contains("connector.db-wal") && line.endsWith("= 0")
                || line.contains("sync resumed>") && line.endsWith("= 0")) {
            return "sync";
        }
        return line.contains("\"HTTP/1.1 200") ? "answer" : "";
    }

    /** Leaves no byte free. */
    private static Path fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] some = new byte[4096];
            while (true) {
                out.write(some);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
        return file;
    }

    private static int exitCode(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
