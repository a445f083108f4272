package org.restconnector.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.ChildProcess;

/** A page may weigh more than the heap. */
class LargePageMemoryTest {
    @Test
    void fiftyMegabytesPassInAHeapOfFortyEight(@TempDir Path directory) {
        try (ChildProcess server =
                ChildProcess.of(LargePageServer.class, directory).start()) {
            String origin = "http://127.0.0.1:"
                    + server.awaitOut(line -> line.startsWith("LISTENING ")).split(" ")[1];
            LargePagePull pull = LargePagePull.run(directory, origin, "json", 50, "48m", true);
            assertThat(pull.seconds()).isPositive();
        }
    }
}
