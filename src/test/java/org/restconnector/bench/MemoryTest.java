package org.restconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/** Memory does not grow with the number of records. */
@Tag("slow")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class MemoryTest {
    private static final Duration LONG = Duration.ofMinutes(15);

    @TempDir
    Path directory;

    private ChildProcess server;
    private String origin;

    @BeforeEach
    void startServer() {
        server = ChildProcess.of(PageServer.class, directory).start();
        origin = "http://127.0.0.1:"
                + server.awaitOut(line -> line.startsWith("LISTENING ")).split(" ")[1];
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void fiveMillionSmallRecordsPassInLittleMemory() {
        checkPasses(5_000, 200, "direct:nowhere");
    }

    @Test
    void aHundredThousandLargerRecordsPassInLittleMemory() {
        checkPasses(100, 2_000, "direct:nowhere");
    }

    @Test
    void tablesAndFilesTakeThemInLittleMemoryToo() {
        checkPasses(100, 2_000, "kamelet:jsonl-sink?file=out.jsonl\nkamelet:table-sink?table=items");
    }

    private void checkPasses(int pages, int bytes, String to) {
        Workspace workspace = new Workspace(directory);
        workspace.routes("nowhere", PullTo.NOWHERE).pull(PullTo.pull(origin + "/" + pages + "/1000/" + bytes, to));
        try (ChildProcess child = ChildProcess.in(workspace)
                .jvm("-XX:TieredStopAtLevel=4")
                .jvm("-Xmx128m")
                .start("once")) {
            assertThat(child.exitCode(LONG)).as(String.join("\n", child.err())).isZero();
            RunResult result = RunResult.parse(child.out().get(0));
            assertThat(result.number("delivered")).isEqualTo(pages * 1000L);
            System.out.printf(
                    "%,d records of %,d bytes with -Xmx128m: %s seconds%n",
                    result.number("delivered"), bytes, result.fields().get("seconds"));
        }
    }
}
