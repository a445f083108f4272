package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ChildProcess;
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
        usersAre("{\"id\":1,\"name\":\"Ada\"}", "{\"id\":\"a/b c%é\",\"name\":\"B\"}", "{\"id\":3,\"name\":null}");
        api.on("/sink", Answer.status(200));
        api.on("/users/1/orders", NONE);
        api.on("/users/a%2Fb%20c%25%C3%A9/orders", rows(100, 1));
        api.on("/users/3/orders", PagedApi.of(PageStyle.CURSOR_IN_BODY, 25, 10));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void everyChildComesOnceWithWhatItsParentIs() {
        workspace.pull(users()).pull(orders("/users/${body[id]}/orders").with("parentFields", "id, name"));

        RunResult result = Once.run(workspace).result("users");

        assertThat(result.summary()).isEqualTo("completed none: 29 records, 29 delivered, 0 dead");
        // the users; a page without orders; one page; three pages
        assertThat(result.number("requests")).isEqualTo(1 + 1 + 1 + 3);
        assertThat(result.number("pages")).isEqualTo(6);
        assertThat(workspace.ids("orders.jsonl")).hasSize(26).doesNotHaveDuplicates();
        assertThat(workspace.jsonl("orders.jsonl").stream()
                        .collect(Collectors.groupingBy(order -> order.get("_parent_id"), Collectors.counting())))
                .isEqualTo(Map.of("a/b c%é", 1L, 3, 25L));
        assertThat(workspace.jsonl("orders.jsonl").get(25)).containsEntry("_parent_name", null);
    }

    @Test
    void childrenKnowTheRunAndTheFetch() {
        workspace
                .pull(users())
                .pull(orders("/users/${body[id]}/orders").with("to", "direct:seen"))
                .routes(
                        "seen",
                        """
                        - route:
                            from:
                              uri: direct:seen
                              steps:
                                - setBody: {simple: "${header.RecordPull} ${header.RecordId} ${header.RecordRun}"}
                                - to: {uri: "%s"}
                        """
                                .formatted(api.url("/sink")));
        RunResult result = Once.run(workspace).result("users");
        assertThat(api.requests("/sink")).hasSize(26);
        assertThat(api.requests("/sink").get(0).text())
                .isEqualTo("orders 100 " + result.fields().get("run"));
    }

    @Test
    void grandchildrenCountForTheRunAsWell() {
        api.on("/orders/100/lines", rows(1, 2));
        IntStream.rangeClosed(1, 25).forEach(order -> api.on("/orders/" + order + "/lines", rows(10 * order, 1)));
        workspace
                .pull(users())
                .pull(orders("/users/${body[id]}/orders")
                        .with("to", "direct:lines\n" + workspace.jsonlSink("orders.jsonl"))
                        .with("parentFields", "id"))
                .pull(PullFile.fetch("lines", api.url("/orders/${body[id]}/lines"))
                        .with("parentFields", "id,_parent_id")
                        .with("to", "kamelet:table-sink?table=lines"));

        RunResult result = Once.run(workspace).result("users");

        assertThat(result.summary()).isEqualTo("completed none: 56 records, 56 delivered, 0 dead");
        assertThat(result.number("requests")).isEqualTo(6 + 26);
        assertThat(workspace.ids("orders.jsonl")).hasSize(26);
        assertThat(workspace.query("SELECT * FROM lines WHERE _parent_id = 100"))
                .hasSize(2)
                .allSatisfy(line -> {
                    assertThat(line).containsEntry("_parent__parent_id", "a/b c%é");
                    assertThat(line).containsEntry("_run_id", result.fields().get("run"));
                });
    }

    @Test
    void aFieldStandsInEachPlaceAsThatPlaceNeedsIt() {
        usersAre(
                "{\"id\":7,\"q\":\"a&b=c ü\",\"h\":\"x; y\",\"o\":{\"n\":1.10,\"t\":\"say \\\"hi\\\"\\n\"},\"a.b\":true}");
        api.on("/search", rows(1, 1));
        workspace
                .pull(users())
                .pull(
                        orders("/search?of=${body[id]}")
                                .with("method", "POST")
                                .with("query", "q=${body[q]}\nn=${body[o.n]}")
                                .with("headers", "X-From: ${body[h]}")
                                .with(
                                        "body",
                                        "{\"who\":${body[id]},\"o\":${body[o]},\"text\":\"<${body[o.t]}>\",\"ab\":${body['a.b']}}"));

        assertThat(Once.run(workspace).result("users").summary())
                .isEqualTo("completed none: 2 records, 2 delivered, 0 dead");
        ReceivedRequest search = api.requests("/search").get(0);
        assertThat(search.target()).isEqualTo("/search?of=7&q=a%26b%3Dc%20%C3%BC&n=1.10");
        assertThat(search.header("x-from")).hasValue("x; y");
        assertThat(search.text())
                .isEqualTo("{\"who\":7,\"o\":{\"n\":1.10,\"t\":\"say \\\"hi\\\"\\n\"},"
                        + "\"text\":\"<say \\\"hi\\\"\\n>\",\"ab\":true}");
    }

    @Test
    void aValueIsNeverEvaluated() {
        usersAre("{\"id\":\"${exchangeId}{{env:HOME}}\",\"q\":\"#{x}\"}");
        api.on("/users/%24%7BexchangeId%7D%7B%7Benv%3AHOME%7D%7D/orders", rows(1, 1));
        workspace.pull(users()).pull(orders("/users/${body[id]}/orders").with("query", "q=${body[q]}"));
        assertThat(Once.run(workspace).result("users").status()).isEqualTo("completed");
        assertThat(api.requests().get(1).target()).endsWith("/orders?q=%23%7Bx%7D");
        assertThat(workspace.ids("orders.jsonl")).containsExactly(1);
    }

    @Test
    void aRecordThatCannotBeAskedForIsRefusedAtOnceNamingTheField() {
        usersAre("{\"id\":null}", "{\"x\":1}", "{\"id\":\"..\"}", "{\"id\":\".\"}", "{\"id\":\"\"}", "{\"id\":3}");
        workspace
                .pull(users().with("recordRetries", 5).with("retryDelay", "1m").without("primaryKey"))
                .pull(orders("/users/${body[id]}/orders"));

        RunResult result = Once.run(workspace).result("users");

        assertThat(result.summary()).isEqualTo("completed none: 31 records, 26 delivered, 5 dead");
        assertThat(result.number("requests")).isEqualTo(1 + 3);
        assertThat(reasons())
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("fetch orders", "no field 'id', or it is null"),
                        reason -> assertThat(reason).contains("no field 'id', or it is null"),
                        reason -> assertThat(reason).contains("${body[id]}", "'..'", "segment"),
                        reason -> assertThat(reason).contains("'.'"),
                        reason -> assertThat(reason).contains("empty"));
    }

    private List<String> reasons() {
        return workspace.query("SELECT reason FROM connector_dead_letter ORDER BY id").stream()
                .map(row -> String.valueOf(row.get("reason")))
                .toList();
    }

    @Test
    void aUrlThatARecordCarriesGetsTheCredentialsWhereItsHostIsListed() {
        try (ApiServer other = ApiServer.start()) {
            other.on("/stolen", rows(1, 1));
            api.on("/orders", rows(5, 1));
            usersAre(
                    "{\"id\":1,\"links\":{\"orders\":\"" + api.url("/x/../orders?of=1#top") + "\"}}",
                    "{\"id\":2,\"links\":{\"orders\":\"" + other.url("/stolen") + "\"}}",
                    "{\"id\":3,\"links\":{\"orders\":\"/orders\"}}",
                    "{\"id\":4,\"links\":{\"orders\":\"http://me@127.0.0.1:" + api.port() + "/orders\"}}",
                    "{\"id\":5,\"links\":{}}");
            PullFile carried = orders("")
                    .with("url", "${body[links.orders]}")
                    .with("auth", "bearer")
                    .with("token", "canary");
            workspace.pull(users()).pull(carried);
            assertThat(Once.run(workspace).err()).anyMatch(line -> line.contains("'allowedHosts' is required"));

            workspace.pull(carried.with("allowedHosts", "127.0.0.1:" + api.port()));
            RunResult result = Once.run(workspace).result("users");

            assertThat(result.summary()).isEqualTo("completed none: 6 records, 2 delivered, 4 dead");
            assertThat(api.requests("/orders")).singleElement().satisfies(request -> {
                assertThat(request.target()).isEqualTo("/orders?of=1");
                assertThat(request.header("authorization")).hasValue("Bearer canary");
            });
            assertThat(other.requests()).isEmpty();
            assertThat(reasons())
                    .satisfiesExactly(
                            reason -> assertThat(reason)
                                    .contains("leads to http://127.0.0.1:" + other.port(), "allowedHosts"),
                            reason -> assertThat(reason).contains("'links.orders' holds no absolute http or https URL"),
                            reason -> assertThat(reason).contains("allowedHosts"),
                            reason -> assertThat(reason).contains("no field 'links.orders'"));
        }
    }

    @Test
    void aParentWhoseChildrenCannotBeFetchedIsADeadLetterWithTheReason() {
        usersAre("{\"id\":1}", "{\"id\":2}", "{\"id\":3}", "{\"id\":4}");
        api.on("/users/1/orders", Answer.status(404));
        api.on("/users/2/orders", Answer.of(500, "text/plain", "broken"));
        api.on("/users/3/orders", Answer.html(200));
        api.on("/users/4/orders", Answer.status(401));
        workspace
                .pull(users().with("recordRetries", 1).with("retryDelay", "10ms"))
                .pull(orders("/users/${body[id]}/orders")
                        .with("ignoreStatuses", "404")
                        .with("retries", 1)
                        .with("retryDelay", "10ms"));

        RunResult result = Once.run(workspace).result("users");

        assertThat(result.summary()).isEqualTo("completed none: 4 records, 1 delivered, 3 dead");
        assertThat(api.requests("/users/2/orders")).hasSize(2 * 2);
        assertThat(result.number("requests")).isEqualTo(1 + 1 + 4 + 2 + 2);
        assertThat(workspace.query("SELECT record_id, last_status, attempts FROM connector_dead_letter ORDER BY id"))
                .extracting(row -> row.get("record_id") + " " + row.get("last_status") + " " + row.get("attempts"))
                .containsExactly("2 500 2", "3 null 2", "4 401 2");
        assertThat(reasons())
                .satisfiesExactly(
                        reason -> assertThat(reason)
                                .startsWith(
                                        "fetch orders: GET " + api.url("/users/2/orders") + " answered 500: broken"),
                        reason -> assertThat(reason).contains("expected JSON"),
                        reason -> assertThat(reason).contains("answered 401"));
    }

    @Test
    void theReplayOfAParentFetchesItsChildrenAnew() {
        usersAre("{\"id\":1}");
        api.on("/users/1/orders", Answer.status(500));
        workspace.pull(users()).pull(orders("/users/${body[id]}/orders"));
        assertThat(Once.run(workspace).result("users").number("deadLettered")).isEqualTo(1);

        usersAre();
        api.on("/users/1/orders", rows(1, 3));
        assertThat(Once.command(workspace, "dead-letters", "replay", "--all").exitCode())
                .isZero();
        assertThat(Once.run(workspace).exitCode()).isZero();

        assertThat(workspace.ids("orders.jsonl")).containsExactly(1, 2, 3);
        assertThat(workspace.query("SELECT * FROM connector_dead_letter")).isEmpty();
    }

    @Test
    void aChildThatIsRefusedIsADeadLetterOfTheFetch() {
        usersAre("{\"id\":3}");
        api.on("/sink", request -> Answer.status(request.text().contains(":7,") ? 400 : 200));
        workspace
                .posting("post", api.url("/sink"))
                .pull(users())
                .pull(orders("/users/${body[id]}/orders")
                        .with("parentFields", "id")
                        .with("recordRetries", 0)
                        .with("to", "direct:post"));
        RunResult result = Once.run(workspace).result("users");
        assertThat(result.summary()).isEqualTo("completed none: 26 records, 25 delivered, 1 dead");
        Map<String, Object> letter =
                workspace.query("SELECT * FROM connector_dead_letter").get(0);
        assertThat(letter).containsEntry("name", "orders").containsEntry("record_id", "7");

        api.on("/sink", Answer.status(200));
        Once.command(workspace, "dead-letters", "replay", "--all");
        api.forgetRequests();
        usersAre();
        assertThat(Once.run(workspace, "users").exitCode()).isZero();
        assertThat(api.requests("/sink")).singleElement().satisfies(request -> assertThat(request.text())
                .contains("\"id\":7", "\"_parent_id\":3"));
    }

    @Test
    void aListOfParentsIsAskedForOneByOne() {
        usersAre("{\"id\":1}", "{\"id\":3}", "{\"id\":3}");
        workspace.pull(users().with("batchSize", 2)).pull(orders("/users/${body[id]}/orders"));
        assertThat(Once.run(workspace).result("users").summary())
                .isEqualTo("completed none: 53 records, 53 delivered, 0 dead");
    }

    @Test
    void anotherRouteMayFetchToo() throws Exception {
        workspace
                .pull(orders("/users/${body[id]}/orders").with("parentFields", "id"))
                .pull(PullFile.of("none", api.url("/none"))
                        .with("to", "direct:none")
                        .with("ignoreStatuses", 404))
                .routes(
                        "own",
                        """
                        - route:
                            from:
                              uri: direct:none
                              steps:
                                - to: {uri: "direct:orders"}
                        - route:
                            from:
                              uri: timer:own?repeatCount=1&delay=0
                              steps:
                                - setBody: {constant: '{"id":3}'}
                                - to: {uri: "direct:orders"}
                                - setBody: {simple: "after: ${body}"}
                                - to: {uri: "%s"}
                                - setBody: {constant: '{"id":9}'}
                                - doTry:
                                    steps:
                                      - to: {uri: "direct:orders"}
                                    doCatch:
                                      - exception: [java.lang.Exception]
                                        steps:
                                          - setBody: {simple: "${exception.message}"}
                                          - to: {uri: "%s"}
                        """
                                .formatted(api.url("/sink"), api.url("/sink")));
        api.on("/sink", Answer.status(200));
        try (ChildProcess child = ChildProcess.in(workspace).start("run")) {
            api.awaitRequests(3 + 1 + 1 + 1 + 1);
            assertThat(api.requests("/sink"))
                    .extracting(ReceivedRequest::text)
                    .satisfiesExactly(text -> assertThat(text).isEqualTo("after: {\"id\":3}"), text -> assertThat(text)
                            .startsWith("fetch orders: GET ")
                            .contains("answered 404"));
            child.awaitErr(line -> line.contains("fetch orders: 25 records in 3 pages, 25 delivered"));
        }
        assertThat(workspace.ids("orders.jsonl")).hasSize(25);
        assertThat(workspace.query("SELECT * FROM connector_run WHERE pull = 'orders'"))
                .isEmpty();
    }

    @Test
    void onlyChildrenThatHaveChangedIfThatIsAsked() {
        workspace.pull(users()).pull(orders("/users/${body[id]}/orders").with("deliver", "changed"));
        Once.run(workspace);
        RunResult second = Once.run(workspace).result("users");
        assertThat(second.number("skipped")).isEqualTo(26);
        assertThat(workspace.ids("orders.jsonl")).hasSize(26);
    }

    @Test
    void whatContradictsIsToldBeforeTheStart() {
        workspace.pull(users().with("to", "direct:a"));
        check(fetch("a", "direct:b"), fetch("b", "direct:a")).contains("leads back to direct:");
        check(fetch("a", "direct:a"), fetch("b", "log:b")).contains("leads back to direct:a itself");
        check(fetch("a", "kamelet:table-sink?table=t&mode=replace"), fetch("b", "log:b"))
                .contains("mode=replace", "use mode=upsert");
        check(fetch("a", "log:a").with("every", "1h"), fetch("b", "log:b")).contains("unknown parameter 'every'");
        check(fetch("a", "log:a").with("parentFields", "user.id,user_id"), fetch("b", "log:b"))
                .contains("both become '_parent_user_id'");
        check(fetch("a", "log:a").with("url", "https://${body[host]}/x"), fetch("b", "log:b"))
                .contains("a record's field in its host");
        check(fetch("a", "log:a").with("url", "https://a.example.com${body[x]}"), fetch("b", "log:b"))
                .contains("a record's field in its host");
        check(fetch("a", "log:a").with("query", "x=${body[a..b]}"), fetch("b", "log:b"))
                .contains("${body[a..b]}");
        check(fetch("rest-pages", "log:a"), fetch("b", "log:b")).contains("'rest-pages'");
        check(fetch("users", "log:a"), fetch("b", "log:b")).contains("used twice");
    }

    private AbstractStringAssert<?> check(PullFile a, PullFile b) {
        workspace.routes("fetches", a.yaml() + b.yaml());
        Once.Outcome outcome = Once.command(workspace, "check");
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
        return assertThat(String.join("\n", outcome.err()));
    }

    private PullFile fetch(String name, String to) {
        return orders("/x/${body[id]}").with("name", name).with("to", to);
    }

    @Test
    void onceNamesPullsOnly() {
        workspace.pull(users()).pull(orders("/users/${body[id]}/orders"));
        Once.Outcome outcome = Once.run(workspace, "orders");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).anyMatch(line -> line.contains("'orders' is a fetch"));
    }

    @Test
    void aCircleByARouteOfTheUsersEnds() {
        usersAre("{\"id\":3}");
        workspace
                .pull(users())
                .pull(orders("/users/3/orders").with("to", "direct:back").with("recordRetries", 0))
                .routes(
                        "back",
                        "- route:\n    from:\n      uri: direct:back\n      steps:\n        - to: {uri: \"direct:orders\"}\n");
        api.on("/users/3/orders", rows(1, 1));
        RunResult result = Once.run(workspace).result("users");
        assertThat(result.number("deadLettered")).isEqualTo(1);
        assertThat(reasons()).singleElement().asString().contains("nested more than 16 deep");
    }

    @Test
    void theParentsRateLimitHoldsForTheChildren() {
        workspace.pull(users().with("rateLimit", "3/2s")).pull(orders("/users/${body[id]}/orders"));
        Once.run(workspace);
        List<ReceivedRequest> requests = api.requests();
        assertThat(requests).hasSize(6);
        assertThat(requests.get(3).nanos() - requests.get(0).nanos()).isGreaterThan(1_990_000_000L);
    }

    private void usersAre(String... records) {
        api.on("/users", Answer.json("{\"data\":[" + String.join(",", records) + "]}"));
    }

    private static Answer rows(int first, int count) {
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
                .with(PageStyle.CURSOR_IN_BODY.parameters())
                .with("retries", 0);
    }
}
