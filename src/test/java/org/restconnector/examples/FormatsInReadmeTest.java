package org.restconnector.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.Workspace;

/** The README's pages become the records that it shows beside them. */
class FormatsInReadmeTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("```(?:csv|xml|jsonl)\n(.*?)```\n\n```yaml\n(.*?)```\n\n```json\n(.*?)```", Pattern.DOTALL);

    @Test
    void eachPageBecomesTheRecordsBesideIt(@TempDir Path directory) throws IOException {
        Workspace workspace = new Workspace(directory);
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
        int count = 0;
        try (ApiServer api = ApiServer.start()) {
            while (example.find()) {
                count++;
                api.on("/e" + count, Answer.of(200, "text/plain", example.group(1)));
                workspace.routes("e" + count, file(workspace, api, "e" + count, example.group(2)));
            }
            Once.Outcome outcome = Once.run(workspace);
            assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        }
        assertThat(count).isEqualTo(4);
        example.reset();
        for (int i = 1; example.find(); i++) {
            assertThat(workspace.lines("e" + i + ".jsonl"))
                    .isEqualTo(example.group(3).lines().toList());
        }
    }

    private static String file(Workspace workspace, ApiServer api, String name, String parameters) {
        return """
                - templatedRoute:
                    routeTemplateRef: rest-pull
                    parameters:
                      - {name: name, value: %s}
                      - {name: url, value: "%s"}
                      - {name: to, value: "%s"}
                """
                        .formatted(name, api.url("/" + name), workspace.jsonlSink(name + ".jsonl"))
                + parameters.indent(6);
    }
}
