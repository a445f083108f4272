package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.Workspace;

/** A pull feeds a flow's queue. */
class PullToFlowTest {
    private final ApiServer api = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        workspace.routes(
                "crm",
                """
                - templatedRoute:
                    routeTemplateRef: rest-push
                    parameters:
                      - {name: name, value: crm}
                      - {name: url, value: "http://127.0.0.1:9/none"}
                """);
        api.on("/items", PagedApi.of(PageStyle.CURSOR_IN_BODY, 30, 10));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private PullFile pull() {
        return PullFile.of("items", api.url("/items"))
                .with(PageStyle.CURSOR_IN_BODY.parameters())
                .with(
                        "to",
                        "kamelet:flow-sink?flow=crm&stream=Contact&tenant=acme\nkamelet:flow-sink?flow=crm&stream=Copy");
    }

    private List<Map<String, Object>> jobs() {
        return workspace.query("SELECT j.tenant, s.stream, j.records, j.name, j.run,"
                + " (SELECT count(*) FROM connector_record r WHERE r.job = j.seq) AS stored"
                + " FROM connector_job j JOIN connector_job_stream s ON s.job = j.seq ORDER BY j.seq");
    }

    @Test
    void aRunIsOneJobAStream() {
        Once.Outcome outcome = Once.run(workspace.pull(pull()));

        assertThat(outcome.result("items").summary()).isEqualTo("completed none: 30 records, 30 delivered, 0 dead");
        assertThat(jobs()).hasSize(2).allSatisfy(job -> assertThat(job)
                .containsEntry("records", 30)
                .containsEntry("stored", 30)
                .containsEntry("run", null));
        assertThat(jobs())
                .extracting(job -> job.get("tenant") + "/" + job.get("stream"))
                .containsExactly("acme/Contact", "default/Copy");

        Once.run(workspace);
        assertThat(jobs()).hasSize(4);
    }
}
