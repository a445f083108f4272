package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Handler;
import org.restconnector.testing.Once;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.Workspace;

class InspectCommandTest {
    private static final String CANARY = "canary-5150-secret";

    private final ApiServer api = ApiServer.start();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void printsTheFileAndNothingElseOnStandardOutput() {
        api.on("/orders", Answer.json(records(1, 3)));
        Once.Outcome outcome = inspect("/orders");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().get(0)).startsWith("# As inspected: GET ");
        assertThat(outcome.out()).contains("- templatedRoute:", "      - {name: name, value: orders}");
        assertThat(String.join("\n", outcome.out()))
                .contains("guess: pagination")
                .doesNotContain("name: pagination");
        assertThat(outcome.err()).anyMatch(line -> line.endsWith("/orders answered 200, application/json, 67 bytes"));
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "0, true", "1, true"})
    void seesWhichPageIsTheFirst(int first, boolean clamps) {
        api.on("/orders", paged(first, clamps));
        Once.Outcome outcome = inspect("/orders");
        assertThat(outcome.out()).contains("      - {name: firstPage, value: " + first + "}");
        assertThat(outcome.err()).anyMatch(line -> line.startsWith("sure: pagination: page"));
    }

    private static Handler paged(int first, boolean clamps) {
        return request -> {
            int page = request.query("page").map(Integer::valueOf).orElse(first);
            if (page < first && !clamps) {
                return Answer.of(400, "application/json", "{\"error\":\"no such page\"}");
            }
            int start = (Math.max(first, page) - first) * 3;
            return Answer.json(records(start + 1, Math.min(7, start + 3)));
        };
    }

    @Test
    void seesAnOffsetThatBeginsAtOne() {
        api.on("/Users", request -> {
            int start = Math.max(
                    1, request.query("startIndex").map(Integer::valueOf).orElse(1));
            return Answer.json("{\"startIndex\":" + start + ",\"itemsPerPage\":3,\"totalResults\":7,\"Resources\":"
                    + records(start, Math.min(7, start + 2)) + "}");
        });
        Once.Outcome outcome = inspect("/Users");
        assertThat(outcome.out())
                .contains(
                        "      - {name: offsetParam, value: startIndex}",
                        "      - {name: firstOffset, value: 1}",
                        "      - {name: totalRecords, value: \"$.totalResults\"}");
    }

    @Test
    void takesNoParameterForPaginationThatTheApiDoesNotHeed() {
        api.on("/orders", Answer.json("{\"page\":1,\"limit\":50,\"total\":90,\"items\":" + records(1, 5) + "}"));
        Once.Outcome outcome = inspect("/orders");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).noneMatch(line -> line.contains("name: pagination"));
        assertThat(outcome.err()).anyMatch(line -> line.startsWith("guess: pagination: none found"));
    }

    @Test
    void makesPlaceholdersOfSecretsAndShowsThemNowhere() {
        Handler guarded = request -> request.header("authorization").orElse("").equals("Bearer " + CANARY)
                        && request.header("x-shop-key").orElse("").equals(CANARY + "2")
                ? Answer.json(records(1, 3))
                : Answer.status(401);
        api.on("/orders", guarded);
        Once.Outcome outcome = inspect(
                "/orders?sig=" + CANARY + "3",
                "--header",
                "Authorization: Bearer " + CANARY,
                "--header",
                "X-Shop-Key: " + CANARY + "2",
                "--header",
                "X-Region: eu");
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(outcome.toString()).doesNotContain("canary");
        assertThat(outcome.out())
                .contains(
                        "      - {name: auth, value: bearer}",
                        "      - {name: token, value: \"{{env:ORDERS_TOKEN}}\"}",
                        "      - {name: headers, value: \"X-Shop-Key: {{env:ORDERS_XSHOPKEY}}\\nX-Region: eu\"}",
                        "      - {name: url, value: \"" + api.url("/orders") + "?sig={{env:ORDERS_SIG}}\"}");
        assertThat(outcome.err())
                .contains("set the environment variable ORDERS_TOKEN to what --header Authorization gave after Bearer"
                        + " before you use the file");
    }

    @Test
    void makesBasicAndKeysOfTheQueryWhatTheyAre() {
        api.on("/orders", Answer.json(records(1, 2)));
        assertThat(inspect("/orders", "--header", "authorization: basic YWRhOnMzY3IzdA==")
                        .out())
                .contains(
                        "      - {name: auth, value: basic}",
                        "      - {name: username, value: \"{{env:ORDERS_USERNAME}}\"}",
                        "      - {name: password, value: \"{{env:ORDERS_PASSWORD}}\"}");
        assertThat(inspect("/orders?status=open&api_key=" + CANARY).out())
                .contains(
                        "      - {name: url, value: \"" + api.url("/orders?status=open") + "\"}",
                        "      - {name: apiKey, value: \"{{env:ORDERS_KEY}}\"}",
                        "      - {name: apiKeyName, value: api_key}",
                        "      - {name: apiKeyIn, value: query}");
        List<ReceivedRequest> asked = api.requests();
        assertThat(asked.get(asked.size() - 1).query("api_key")).contains(CANARY);
    }

    @Test
    void saysWhatAnApiAsksForThatRefuses() {
        api.on("/basic", Answer.status(401).header("WWW-Authenticate", "Basic realm=\"x\""));
        api.on("/bearer", Answer.status(401).header("WWW-Authenticate", "Bearer"));
        api.on("/keyed", Answer.status(401).header("WWW-Authenticate", "ApiKey"));
        api.on("/silent", Answer.status(403));
        assertThat(failed("/basic", 1)).contains("answered 401").contains("auth basic, username, password");
        assertThat(failed("/bearer", 1)).contains("Authorization: Bearer {{env:BEARER_TOKEN}}");
        assertThat(failed("/keyed", 1)).contains("x-api-key: {{env:KEYED_KEY}}");
        assertThat(failed("/silent", 1)).contains("it does not say what it asks for");
        assertThat(failed("/silent", 1, "--header", "x-api-key: " + CANARY))
                .contains("it does not take the credentials that were given")
                .doesNotContain("canary");
    }

    @Test
    void saysInOneLineWhyAnApiCannotBeRead() {
        api.on("/page", Answer.html(200));
        api.on("/number", Answer.json("42"));
        api.on("/failed", Answer.json("{\"ok\":false,\"error\":\"not_authed\"}"));
        assertThat(failed("/page", 1)).contains("expected JSON");
        assertThat(failed("/missing", 1)).contains("answered 404");
        assertThat(failed("/number", 1)).contains("records");
        assertThat(failed("/failed", 1)).contains("says that it failed").contains("not_authed");
        assertThat(failed("http://127.0.0.1:1/x", 1)).contains("Connection refused");
    }

    @Test
    void refusesAWrongCommandLineBeforeItAsks() {
        api.on("/orders", Answer.json(records(1, 2)));
        assertThat(failed("ftp://example.com/x", 2)).contains("absolute http or https URL");
        assertThat(failed("/orders", 2, "--header", "no colon")).contains("Name: value");
        assertThat(failed("/orders", 2, "--method", "PUT")).contains("GET and POST");
        assertThat(failed("/orders", 2, "--method", "GET", "--body", "{}")).contains("--method POST");
        assertThat(failed("/orders", 2, "--name", "a b")).contains("parameter 'name'");
        assertThat(failed("/orders", 2, "--header", "X-Region: {{env:CONNECTOR_NOT_SET}}"))
                .contains("CONNECTOR_NOT_SET");
        assertThat(Once.command(new Workspace(directory), "inspect").exitCode()).isEqualTo(2);
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void writesAFileThatPassesTheCheckAndReplacesNone() {
        api.on("/orders", paged(1, false));
        assertThat(inspect("/orders", "--write", "routes/orders.camel.yaml").exitCode())
                .isZero();
        Workspace workspace = new Workspace(directory);
        assertThat(Once.command(workspace, "check").out()).containsExactly("1 pull in 1 file: fine");
        assertThat(Once.run(workspace, "orders").result("orders").number("records"))
                .isEqualTo(7);
        assertThat(failed("/orders", 2, "--write", "routes/orders.camel.yaml")).contains("--force");
        assertThat(failed("/orders", 2, "--name", "orders")).contains("used twice");
        assertThat(inspect("/orders").out()).contains("      - {name: name, value: orders-2}");
        assertThat(inspect("/orders", "--write", "routes/orders.camel.yaml", "--force")
                        .exitCode())
                .isZero();
    }

    @Test
    void readsWhatIsNoJsonAndWaitsWhereItIsAskedTo() {
        api.on(
                "/stock.csv",
                ((Handler) request -> Answer.of(200, "text/csv", "sku,count\na,1\nb,2\n"))
                        .afterFirst(1, Answer.status(503).header("Retry-After", "0")));
        Once.Outcome outcome = inspect("/stock.csv");
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(outcome.out())
                .contains("      - {name: name, value: stock}", "      - {name: primaryKey, value: sku}");
    }

    @Test
    void seesWhatSeparatesTheCellsOfCsvWithoutCommas() {
        api.on("/stock.csv", Answer.of(200, "text/csv", "sku;note\na;\"1; 2\"\nb;2\n"));
        Once.Outcome outcome = inspect("/stock.csv");
        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(outcome.out())
                .contains("      - {name: csvSeparator, value: \";\"}", "      - {name: primaryKey, value: sku}");
        assertThat(outcome.err().get(outcome.err().size() - 1))
                .isEqualTo("next: put it into routes/stock.camel.yaml (--write), then check --fetch stock,"
                        + " then once stock");
    }

    private String failed(String target, int exitCode, String... more) {
        Once.Outcome outcome = inspect(target, more);
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(exitCode);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).hasSize(1);
        return outcome.err().get(0);
    }

    private Once.Outcome inspect(String target, String... more) {
        List<String> arguments = new ArrayList<>(List.of("inspect", target.startsWith("/") ? api.url(target) : target));
        arguments.addAll(List.of(more));
        return Once.command(new Workspace(directory), arguments.toArray(String[]::new));
    }

    private static String records(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(id -> "{\"id\":" + id + ",\"name\":\"n%02d\"}".formatted(id))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
