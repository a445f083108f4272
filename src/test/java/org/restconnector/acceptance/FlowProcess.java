package org.restconnector.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.Workspace;

/** A workspace with the flow {@code crm}, whose processes all listen on the same port, and somebody who posts to it. */
final class FlowProcess implements AutoCloseable {
    private final int port = freePort();
    private final Workspace workspace;
    private final JobPoster poster = new JobPoster(url("/dev/crm/acme"));

    /** @param parameters of the flow, names and values by turns */
    FlowProcess(Path directory, String url, String... parameters) {
        StringBuilder yaml = new StringBuilder(
                """
                - templatedRoute:
                    routeTemplateRef: rest-push
                    parameters:
                      - {name: name, value: crm}
                      - {name: url, value: "%s"}
                """
                        .formatted(url));
        for (int i = 0; i < parameters.length; i += 2) {
            yaml.append("      - {name: %s, value: \"%s\"}\n".formatted(parameters[i], parameters[i + 1]));
        }
        workspace = new Workspace(directory).property("connector.api.keys", "k").routes("crm", yaml.toString());
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Workspace workspace() {
        return workspace;
    }

    JobPoster poster() {
        return poster;
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    Path data() {
        return workspace.directory().resolve("data");
    }

    ChildProcess.Launch launch() {
        return ChildProcess.in(workspace).env("CAMEL_SERVER_PORT", String.valueOf(port));
    }

    ChildProcess start() {
        return launch().start("run");
    }

    /** Whether every job has ended. */
    boolean allDone() {
        return workspace
                .query("SELECT id FROM connector_job WHERE status <> 'JOB_COMPLETED'")
                .isEmpty();
    }

    @Override
    public void close() {
        poster.close();
    }
}
