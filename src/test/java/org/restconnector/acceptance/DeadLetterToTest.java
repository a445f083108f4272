package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RawServer;
import org.restconnector.testing.Workspace;

class DeadLetterToTest {
    private final ApiServer api = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        api.on("/items", Answer.json("{\"data\":[{\"id\":1,\"price\":1.10},{\"id\":2}]}"))
                .on("/sink", Answer.status(422))
                .on("/letters", Answer.status(200));
        workspace
                .posting("post", api.url("/sink"))
                .pull(PullFile.of("items", api.url("/items"))
                        .with("to", "direct:post")
                        .with("recordRetries", 0));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void theEndpointGetsEachDeadLetterWithItsRecord() {
        workspace.property("connector.deadLetter.to", api.url("/letters"));

        assertThat(Once.run(workspace).result("items").summary()).endsWith("0 delivered, 2 dead");

        await().until(() -> api.requests("/letters").size() == 2);
        assertThat(api.requests("/letters").get(0).text())
                .contains("\"pull\":\"items\"", "\"recordId\":\"1\"", "\"record\":{\"id\":1,\"price\":1.10}");
        assertThat(api.requests("/letters").get(0).header("content-type")).contains("application/json");
        assertThat(api.requests("/letters").get(0).header("RecordId")).isEmpty();
    }

    @Test
    void anEndpointThatIsAwayLosesNothingAndFailsNothing() {
        workspace.property(
                "connector.deadLetter.to", "http://127.0.0.1:" + RawServer.closedPort() + "/letters?secret=canary");

        Once.Outcome outcome = Once.run(workspace);

        assertThat(outcome.result("items").summary()).isEqualTo("completed none: 2 records, 0 delivered, 2 dead");
        assertThat(Once.command(workspace, "dead-letters", "list").out()).hasSize(2);
    }

    @Test
    void anEndpointThatCannotBeStopsTheStart() {
        for (String[] bad : new String[][] {
            {"aws2-s3:bucket", "connector.deadLetter.to names the component 'aws2-s3'", "camel-aws2-s3"},
            {"direct:nobody", "connector.deadLetter.to holds direct:nobody", "no route is from direct:nobody"},
            {"file:x?bogus=1", "connector.deadLetter.to holds file:x, which cannot be used", "bogus"},
            {"letters", "connector.deadLetter.to is 'letters'", "no endpoint URI"}
        }) {
            workspace.write("application.properties", "connector.deadLetter.to=" + bad[0] + "\n");
            Once.Outcome outcome = Once.run(workspace);
            assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
            assertThat(outcome.err()).anySatisfy(line -> assertThat(line).contains(bad[1], bad[2]));
        }
    }

    @Test
    void checkLooksAtItToo() {
        workspace.property("connector.deadLetter.to", "aws2-s3:bucket?secretKey=canary");

        Once.Outcome outcome = Once.command(workspace, "check");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .singleElement()
                .asString()
                .startsWith("configuration: connector.deadLetter.to names the component 'aws2-s3'")
                .doesNotContain("canary");
    }
}
