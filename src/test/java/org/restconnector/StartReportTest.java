package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.Workspace;

class StartReportTest {
    @TempDir
    Path directory;

    @Test
    void namesTheStoreAndWhatRuns() {
        Workspace workspace = new Workspace(directory)
                .pull(PullFile.of("orders", "http://127.0.0.1:9/orders?key=s3cret")
                        .with("every", "1d")
                        .with("to", "kamelet:jsonl-sink?file=" + directory.resolve("out")))
                .routes(
                        "crm",
                        """
                        - templatedRoute:
                            routeTemplateRef: rest-push
                            parameters:
                              - {name: name, value: crm}
                              - {name: url, value: "http://127.0.0.1:9/{stream}?key=s3cret"}
                              - {name: batchSize, value: 50}
                        """);
        try (ChildProcess product = ChildProcess.in(workspace).start("run")) {
            product.awaitErr(line -> line.contains("flow crm: "));
            assertThat(product.err())
                    .anyMatch(
                            line -> line.matches(".* is up \\(Camel 4\\S+, Java \\d+\\); its store is jdbc:sqlite:.*"))
                    .anyMatch(line -> line.contains("pull orders: "))
                    .anyMatch(line ->
                            line.endsWith("flow crm: POST http://127.0.0.1:9/{stream}, up to 50 records a request"))
                    .noneMatch(line -> line.contains("there is no pull and no flow"));
            assertThat(product.err().stream().filter(line -> line.contains("flow crm: ")))
                    .noneMatch(line -> line.contains("s3cret"));
        }
    }

    @Test
    void saysWhereItLookedIfNothingRuns() {
        Workspace workspace = new Workspace(directory)
                .routes(
                        "plain",
                        """
                        - route:
                            id: plain
                            from:
                              uri: direct:plain
                              steps:
                                - removeHeader: {name: absent}
                        """);
        try (ChildProcess product = ChildProcess.in(workspace).start("run")) {
            assertThat(product.awaitErr(line -> line.contains("there is no pull and no flow")))
                    .contains("routes/*.camel.yaml", "connector.demo=true");
        }
    }
}
