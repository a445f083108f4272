package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.ApiStyles;
import org.restconnector.testing.Once;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Workspace;

/** What {@code inspect} writes brings all records, unchanged, of APIs that page in as many ways as there are in the wild. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InspectStylesTest {
    private final ApiServer api = ApiServer.start();
    private final Map<String, Once.Outcome> inspected = new LinkedHashMap<>();
    private Workspace workspace;
    private Once.Outcome once;

    @BeforeAll
    void inspectAllAndRunThem(@TempDir Path directory) {
        workspace = new Workspace(directory).write("token", "canary-of-stripe\n");
        api.on("/repos/acme/app/issues", ApiStyles::gitHub);
        api.on("/v1/charges", ApiStyles::stripe);
        api.on("/crm/v3/objects/contacts", ApiStyles::hubSpot);
        api.on("/admin/products.json", ApiStyles::shopify);
        api.on("/services/data/v59.0/query", ApiStyles::salesforce);
        api.on("/services/data/v59.0/query/01gD-10", ApiStyles::salesforce);
        api.on("/services/data/v59.0/query/01gD-20", ApiStyles::salesforce);
        api.on("/api/v2/tickets.json", ApiStyles::zendesk);
        api.on("/api/v2/audit_logs", ApiStyles::zendeskCursor);
        api.on("/rest/api/2/search", ApiStyles::jira);
        api.on("/odata/Customers", ApiStyles::oData);
        api.on("/api/users.list", ApiStyles::slack);
        api.on("/logs/_search", ApiStyles::elasticsearch);
        inspect("github", "/repos/acme/app/issues?per_page=10");
        inspect("stripe", "/v1/charges", "--header", "Authorization: Bearer {{file:token}}");
        inspect("hubspot", "/crm/v3/objects/contacts");
        inspect("shopify", "/admin/products.json?status=any");
        inspect("salesforce", "/services/data/v59.0/query?q=SELECT+Id+FROM+Account");
        inspect("zendesk", "/api/v2/tickets.json");
        inspect("zendesk-cursor", "/api/v2/audit_logs");
        inspect("jira", "/rest/api/2/search?jql=project%3DABC");
        inspect("odata", "/odata/Customers");
        inspect("slack", "/api/users.list");
        inspect(
                "elasticsearch",
                "/logs/_search",
                "--body",
                "{\"size\":10,\"sort\":[{\"@timestamp\":\"asc\"},\"seq\"]}");
        once = Once.run(workspace);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    private void inspect(String name, String target, String... more) {
        List<String> arguments = new ArrayList<>(List.of("inspect", api.url(target), "--name", name));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--write", "routes/" + name + ".camel.yaml"));
        inspected.put(name, Once.command(workspace, arguments.toArray(String[]::new)));
    }

    @ParameterizedTest
    @CsvSource({
        "github, link-header, $[*], id, updated_at",
        "stripe, last-record, $.data[*], id, created",
        "hubspot, cursor, $.results[*], id, updatedAt",
        "shopify, link-header, $.products[*], id, updated_at",
        "salesforce, next-url, $.records[*], Id, SystemModstamp",
        "zendesk, next-url, $.tickets[*], id, updated_at",
        "zendesk-cursor, next-url, $.audit_logs[*], id, created_at",
        "jira, offset, $.issues[*], id, fields.updated",
        "odata, next-url, $.value[*], CustomerID, ModifiedOn",
        "slack, cursor, $.members[*], id, updated",
        "elasticsearch, last-record, $.hits.hits[*], _id, _source.@timestamp"
    })
    void writesAFileThatBringsAllRecords(
            String name, String pagination, String records, String primaryKey, String incremental) {
        assertThat(inspected.get(name).exitCode())
                .as(inspected.get(name).toString())
                .isZero();
        String file = String.join("\n", workspace.lines("routes/" + name + ".camel.yaml"));
        assertThat(file)
                .contains("{name: pagination, value: " + pagination + "}")
                .contains("{name: records, value: \"" + records + "\"}")
                .contains("# sure: pagination: ")
                .containsPattern("name: primaryKey, value: \"?" + primaryKey + "\"?}")
                .containsPattern("# - \\{name: incremental, value: \"?" + incremental + "\"?}");
        RunResult result = once.result(name);
        assertThat(result.summary()).as(file).isEqualTo("completed none: 25 records, 25 delivered, 0 dead");
        assertThat(result.warnings()).as(file).isEmpty();
        // that a last record was the last is seen by an empty page, unless the answer says it
        assertThat(result.number("pages")).isEqualTo(name.equals("elasticsearch") ? 4 : 3);
    }
}
