package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxJobsTest {
    @TempDir
    static Path directory;

    private static TestFlows flows;
    private static InboxApp app;

    @BeforeAll
    static void start() throws Exception {
        flows = new TestFlows(List.of("crm"), Set.of());
        app = InboxApp.start(directory, Map.of(), flows);
    }

    @AfterAll
    static void stop() {
        app.close();
        flows.close();
    }

    @Test
    void acceptsAJobAndShowsIt() throws Exception {
        InboxApp.Reply reply = app.post(
                "/dev/crm/shape/jobs",
                """
                {"connector_id":"x","state":{"Contact":[{"name":"A", "n": 1.10},{"name":"B"}],"Deal":[]},"job_name":"first"}""");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        Map<String, Object> job = reply.json();
        assertThat(job.keySet())
                .containsExactly(
                        "job_id", "env_id", "flow_id", "tenant", "job_name", "s3_root", "job_root", "start_time",
                        "last_updated", "status", "processed_rows", "metrics", "state");
        assertThat(job)
                .containsEntry("env_id", "dev")
                .containsEntry("flow_id", "crm")
                .containsEntry("tenant", "shape")
                .containsEntry("job_name", "first")
                .containsEntry("status", "JOB_CREATED")
                .containsEntry("processed_rows", 0)
                .containsEntry("metrics", Map.of("recordCount", Map.of("Contact", 2, "Deal", 0)));
        assertThat(job.get("s3_root")).isEqualTo(job.get("job_root"));
        assertThat(reply.at("state", "summary", "Contact"))
                .isEqualTo(Map.of("success", 0, "fail", 0, "existing", 0, "updated", 0));
        InboxApp.Reply again = app.get("/dev/crm/shape/jobs/" + job.get("job_id"));
        assertThat(again.json()).isEqualTo(job);
        assertThat(app.get("/dev/crm/shape/jobs/status?job_root=" + job.get("job_root")).json())
                .isEqualTo(job);
    }
}
