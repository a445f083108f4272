package org.restconnector.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/** The README's users and their orders become the file that it shows. */
class FetchInReadmeTest {
    private static final Pattern EXAMPLE = Pattern.compile(
            "### What belongs to a record\n.*?```yaml\n(.*?)```.*?```\n(GET .*?)```.*?```json\n(.*?)```",
            Pattern.DOTALL);
    private static final Pattern ANSWER = Pattern.compile("GET (\\S+) +(\\{.*})");

    @Test
    void theExampleGivesTheFileBesideIt(@TempDir Path directory) throws IOException {
        Workspace workspace = new Workspace(directory);
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
        assertThat(example.find()).isTrue();
        try (ApiServer api = ApiServer.start()) {
            Map<String, String> answers = answers(example.group(2).lines().toList());
            answers.keySet()
                    .forEach(target ->
                            api.on(target.split("\\?")[0], request -> Answer.json(answers.get(request.target()))));
            workspace.routes(
                    "readme",
                    example.group(1)
                            .replace("https://api.example.com", api.origin())
                            .replace("kamelet:jsonl-sink?file=data/orders.jsonl", workspace.jsonlSink("orders.jsonl")));

            RunResult result = Once.run(workspace).result("users");

            assertThat(result.summary()).isEqualTo("completed none: 6 records, 6 delivered, 0 dead");
            assertThat(result.number("requests")).isEqualTo(5);
            assertThat(result.number("pages")).isEqualTo(5);
            assertThat(api.requests()).extracting(ReceivedRequest::target).containsExactlyElementsOf(answers.keySet());
        }
        assertThat(workspace.lines("orders.jsonl"))
                .isEqualTo(example.group(3).lines().toList());
    }

    /** What the API answers, by what it is asked for. */
    private static Map<String, String> answers(List<String> lines) {
        Map<String, String> answers = new LinkedHashMap<>();
        for (String line : lines) {
            Matcher answer = ANSWER.matcher(line);
            assertThat(answer.matches()).as(line).isTrue();
            answers.put(answer.group(1), answer.group(2));
        }
        return answers;
    }
}
