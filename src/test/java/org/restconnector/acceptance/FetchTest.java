package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/** Records that have children: each is fetched once, within the run of its parent. */
class FetchTest {
    private static final Answer NONE = Answer.json("{\"data\":[]}");

    private final ApiServer api = ApiServer.start();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
        users("{\"id\":1,\"name\":\"Ada\"}", "{\"id\":\"a/b c%\u00e9\",\"name\":\"B\"}", "{\"id\":3,\"name\":null}");
        api.on("/users/1/orders", NONE);
        api.on("/users/a%2Fb%20c%25%C3%A9/orders", orders(100, 1));
        api.on("/users/3/orders", PagedApi.of(PageStyle.PAGE, 25, 10));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void everyChildComesOnceWithWhatItsParentIs() {
        api.on("/users/3/orders", page -> orders(3000 + 10 * pageOf(page), pageOf(page) > 3 ? 0 : 10));
        workspace.pull(users());
        workspace.pull(
                orders("/users/${body[id]}/orders").with("pagination", "page").with("parentFields", "id, name"));

        RunResult result = Once.run(workspace).result("users");

        assertThat(result.summary()).isEqualTo("completed none: 34 records, 34 delivered, 0 dead");
        // the users; a page without orders; one page and an empty one; three pages and an empty one
        assertThat(result.number("requests")).isEqualTo(1 + 1 + 4 + 4);
        assertThat(result.number("pages")).isEqualTo(result.number("requests"));
        assertThat(workspace.ids("orders.jsonl")).hasSize(31).doesNotHaveDuplicates();
        assertThat(workspace.jsonl("orders.jsonl").stream()
                        .collect(Collectors.groupingBy(order -> order.get("_parent_id"), Collectors.counting())))
                .isEqualTo(Map.of("a/b c%\u00e9", 1L, 3, 30L));
        assertThat(workspace.jsonl("orders.jsonl").get(30)).containsEntry("_parent_name", null);
    }

    private static int pageOf(ReceivedRequest request) {
        return Integer.parseInt(request.target().replaceAll(".*page=", ""));
    }

    private void users(String... records) {
        api.on("/users", Answer.json("{\"data\":[" + String.join(",", records) + "]}"));
    }

    private static Answer orders(int first, int count) {
        return Answer.jsonOf(Map.of(
                "data",
                IntStream.range(first, first + count)
                        .mapToObj(id -> Map.of("id", id))
                        .toList()));
    }

    private PullFile users() {
        return PullFile.of("users", api.url("/users"))
                .with("to", "direct:orders")
                .with("recordRetries", 0);
    }

    private PullFile orders(String path) {
        return PullFile.fetch("orders", api.url(path))
                .with("to", workspace.jsonlSink("orders.jsonl"))
                .with("retries", 0);
    }
}
