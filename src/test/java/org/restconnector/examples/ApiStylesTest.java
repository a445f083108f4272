package org.restconnector.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Once;
import org.restconnector.testing.ReceivedRequest;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;
import org.restconnector.testing.styles.ElasticsearchApi;
import org.restconnector.testing.styles.GithubApi;
import org.restconnector.testing.styles.HubspotApi;
import org.restconnector.testing.styles.JiraApi;
import org.restconnector.testing.styles.ODataApi;
import org.restconnector.testing.styles.SalesforceApi;
import org.restconnector.testing.styles.ShopifyApi;
import org.restconnector.testing.styles.SlackApi;
import org.restconnector.testing.styles.StripeApi;
import org.restconnector.testing.styles.StyleApi;
import org.restconnector.testing.styles.ZendeskApi;

/**
 * The pulls of well-known APIs in {@code routes/examples}, as they are: all at once against servers in the style of
 * those APIs, first for everything, then for what is new, then with credentials that are good no longer.
 */
class ApiStylesTest {
    private static final Path EXAMPLES = Path.of("routes/examples");
    private static final Pattern TABLE = Pattern.compile("kamelet:table-sink\\?table=(\\w+)");

    /** One of them: its file, the connection of that file, its server, and how many items that has. */
    private record Example(String file, String connection, StyleApi api, int items) {}

    private static final Map<String, Example> STYLES = new LinkedHashMap<>();
    private static Workspace workspace;
    private static Once.Outcome first;
    private static Map<String, List<ReceivedRequest>> requests;
    private static Once.Outcome second;
    private static Once.Outcome third;

    private RunResult one;
    private RunResult two;
    private RunResult three;
    private List<ReceivedRequest> asked;

    @BeforeAll
    static void runThem(@TempDir Path directory) {
        workspace = new Workspace(directory);
        add("github", "github", new GithubApi(), 250);
        add("stripe", "stripe", new StripeApi(), 250);
        add("hubspot", "hubspot", new HubspotApi(), 450);
        add("shopify", "shopify", new ShopifyApi(), 600);
        add("salesforce", "salesforce", new SalesforceApi(), 250);
        add("zendesk", "zendesk", new ZendeskApi(), 2100);
        add("jira", "jira", new JiraApi(), 250);
        add("odata", "dataverse", new ODataApi(), 1100);
        add("slack", "slack", new SlackApi(), 450);
        add("elasticsearch", "elasticsearch", new ElasticsearchApi(), 2100);
        connections().forEach(workspace::property);
        STYLES.values().forEach(style -> style.api().fill(style.items()).stumble());
        first = Once.run(workspace);
        requests = new LinkedHashMap<>();
        STYLES.forEach((name, style) -> requests.put(name, style.api().requests()));
        STYLES.values().forEach(style -> {
            style.api().change(style.items() - 3);
            style.api().make(style.items() + 1);
        });
        second = Once.run(workspace);
        STYLES.values().forEach(style -> style.api().revoke());
        third = Once.run(workspace);
    }

    private static void add(String file, String connection, StyleApi api, int items) {
        STYLES.put(file, new Example(file, connection, api, items));
        workspace.routes(file, read(EXAMPLES.resolve(file + ".camel.yaml")));
    }

    /** Those of the file beside the examples, with other hosts and credentials, and without waits. */
    private static Map<String, String> connections() {
        Properties file = new Properties();
        try (var reader = Files.newBufferedReader(EXAMPLES.resolve("connections.properties"))) {
            file.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> all = new LinkedHashMap<>();
        for (Example style : STYLES.values()) {
            String prefix = "connector.connection." + style.connection() + ".";
            file.stringPropertyNames().stream()
                    .filter(key -> key.startsWith(prefix))
                    .forEach(key -> all.put(
                            key,
                            key.toLowerCase(Locale.ROOT).endsWith("url")
                                    ? file.getProperty(key)
                                            .replaceFirst(
                                                    "https://[^/]+", style.api().origin())
                                    : file.getProperty(key).replaceAll("\\{\\{env:\\w+}}", StyleApi.SECRET)));
            all.put(prefix + "retryDelay", "10ms");
        }
        return all;
    }

    @AfterAll
    static void close() {
        STYLES.values().forEach(style -> style.api().close());
    }

    @Test
    void everyExampleAndEveryConnectionPassesTheCheck(@TempDir Path directory) throws IOException {
        Workspace copied = new Workspace(directory)
                .write(
                        "application.properties",
                        read(EXAMPLES.resolve("connections.properties")).replaceAll("\\{\\{env:\\w+}}", "value"));
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            List<Path> pulls = files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .filter(file -> !file.getFileName().toString().startsWith("plain-"))
                    .toList();
            assertThat(pulls).extracting(ApiStylesTest::name).containsExactlyInAnyOrderElementsOf(STYLES.keySet());
            pulls.forEach(file -> copied.routes(name(file), read(file)));
        }
        Once.Outcome outcome = Once.command(copied, "check");

        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    }

    @Test
    void everyExampleHasItsPlaceInTheDocumentation() {
        TreeSet<String> linked = new TreeSet<>(Pattern.compile("routes/examples/(\\w+)\\.camel\\.yaml")
                .matcher(read(Path.of("docs/apis.md")))
                .results()
                .map(match -> match.group(1))
                .toList());

        assertThat(linked).containsExactlyElementsOf(new TreeSet<>(STYLES.keySet()));
    }

    @Test
    void github() {
        bringsEveryRecordOnce("github", "github-issues", 3);

        assertThat(one.number("requests")).as("the pages, a 403 and a 503").isEqualTo(5);
        assertThat(asked.get(0).query("since")).contains("2026-01-01T00:00:00Z");
        assertThat(asked.get(0).header("X-GitHub-Api-Version")).contains("2022-11-28");
        assertThat(asked.get(2).since(asked.get(1)).toMillis())
                .as("until X-RateLimit-Reset")
                .isBetween(1L, 3000L);
        failsFor("auth_failed", "Bad credentials");
    }

    @Test
    void stripe() {
        bringsEveryRecordOnce("stripe", "stripe-charges", 3);

        assertThat(asked.get(0).query("created[gte]")).contains("1767225600");
        assertThat(asked.get(0).query("starting_after")).isEmpty();
        failsFor("auth_failed", "Invalid API Key");
    }

    @Test
    void hubspot() {
        bringsEveryRecordOnce("hubspot", "hubspot-contacts", 4);

        assertThat(asked.get(0).text()).contains("\"value\":\"1767225600000\"").contains("\"limit\":200");
        failsFor("auth_failed", "INVALID_AUTHENTICATION");
    }

    @Test
    void shopify() {
        bringsEveryRecordOnce("shopify", "shopify-orders", 3);

        assertThat(asked.get(0).target())
                .isEqualTo("/admin/api/2025-10/orders.json?status=any&updated_at_min=2026-01-01T00%3A00%3A00Z"
                        + "&limit=250");
        failsFor("auth_failed", "Invalid API key or access token");
    }

    @Test
    void salesforce() {
        bringsEveryRecordOnce("salesforce", "salesforce-accounts", 3);

        assertThat(asked)
                .filteredOn(request -> request.path().endsWith("/token"))
                .as("one, and one more when the session had ended")
                .hasSize(2);
        failsFor("auth_failed", "INVALID_SESSION_ID");
    }

    @Test
    void zendesk() {
        bringsEveryRecordOnce("zendesk", "zendesk-tickets", 3);

        assertThat(asked.get(0).query("start_time")).contains("1767225600");
        assertThat(asked).last().satisfies(request -> assertThat(request.query("start_time"))
                .isEmpty());
        failsFor("auth_failed", "Couldn't authenticate you");
    }

    @Test
    void jira() {
        bringsEveryRecordOnce("jira", "jira-issues", 3);

        assertThat(asked.get(0).query("jql")).contains("updated >= \"2026-01-01 00:00\" ORDER BY created");
        failsFor("auth_failed", "Client must be authenticated");
    }

    @Test
    void odata() {
        bringsEveryRecordOnce("odata", "dataverse-accounts", 3);

        assertThat(asked)
                .filteredOn(request -> request.path().endsWith("/accounts"))
                .allSatisfy(request -> assertThat(request.header("Prefer")).contains("odata.maxpagesize=500"));
        failsFor("auth_failed", "401");
    }

    @Test
    void slack() {
        bringsEveryRecordOnce("slack", "slack-messages", 3);

        assertThat(asked.get(0).query("oldest")).contains("1767225600");
        failsFor("response_error", "errorPath $.error says: invalid_auth");
    }

    @Test
    void elasticsearch() {
        bringsEveryRecordOnce("elasticsearch", "elasticsearch-orders", 4);

        assertThat(asked.get(0).text()).doesNotContain("search_after").contains("\"size\":1000");
        assertThat(asked.get(2).text()).contains("\"search_after\":[1767631200000,\"o-001000\"]");
        failsFor("auth_failed", "security_exception");
    }

    private void bringsEveryRecordOnce(String style, String pull, int pages) {
        int items = STYLES.get(style).items();
        one = first.result(pull);
        two = second.result(pull);
        three = third.result(pull);
        asked = requests.get(style);
        assertThat(one.summary())
                .as(first.toString())
                .isEqualTo("completed none: %d records, %d delivered, 0 dead".formatted(items, items));
        assertThat(one.number("pages")).isEqualTo(pages);
        assertThat(one.warnings()).isEmpty();
        assertThat(two.status()).as(second.toString()).isEqualTo("completed");
        assertThat(two.number("delivered")).as("what is new, and what changed").isEqualTo(2);
        assertThat(two.number("skipped")).isEqualTo(two.number("records") - 2);
        assertThat(two.warnings()).isEmpty();
        String table = TABLE.matcher(read(EXAMPLES.resolve(style + ".camel.yaml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        assertThat(workspace.query("SELECT count(*) AS n FROM " + table).get(0)).containsEntry("n", items + 1);
    }

    private void failsFor(String code, String said) {
        assertThat(three.errorCode()).isEqualTo(code);
        assertThat(three.errorMessage()).contains(said).doesNotContain(StyleApi.SECRET);
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".camel.yaml", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
