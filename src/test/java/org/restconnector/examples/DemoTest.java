package org.restconnector.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.Workspace;

/** The first start, as the README shows it: the files of the repository, and nothing else. */
class DemoTest {
    @TempDir
    private Path directory;

    @Test
    void theLogTellsWhatHappenedAndWhereToLook() throws Exception {
        Workspace workspace = new Workspace(directory);
        for (String file : new String[] {
            "application.properties",
            "routes/demo/demo-orders.camel.yaml",
            "routes/demo/demo-customers.camel.yaml",
            "routes/demo/demo-products.camel.yaml"
        }) {
            workspace.write(file, Files.readString(Path.of(file)));
        }
        try (ChildProcess program = ChildProcess.in(workspace)
                .env("CONNECTOR_DEMO_PORT", String.valueOf(freePort()))
                .start()) {
            Stream.of(
                            "its store is jdbc:sqlite:data/connector.db",
                            "pull demo-orders: every 1m, to kamelet:table-sink?table=orders&primaryKey=id",
                            "pull demo-orders completed: 230 records in 5 pages, 230 delivered",
                            "pull demo-customers completed: 90 records in 5 pages, 90 delivered",
                            "pull demo-products completed: 60 records in 3 pages, 60 delivered")
                    .forEach(text -> program.awaitErr(line -> line.contains(text)));

            assertThat(workspace.query("SELECT count(*) AS n FROM orders"))
                    .first()
                    .hasToString("{n=230}");
            assertThat(workspace.lines("data/customers.jsonl")).hasSize(90);
            assertThat(program.terminate()).isIn(0, 143);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
