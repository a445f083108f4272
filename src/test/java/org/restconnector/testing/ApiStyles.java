package org.restconnector.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Real-world ways to give records page by page, each of 25 records in pages of ten. */
public final class ApiStyles {
    /** How many records each of them has. */
    public static final int RECORDS = 25;

    private static final int SIZE = 10;

    private ApiStyles() {}

    private static List<Object> page(int start, IntFunction<Object> record) {
        List<Object> page = new ArrayList<>();
        for (int i = start; i < Math.min(start + SIZE, RECORDS); i++) {
            page.add(record.apply(i + 1));
        }
        return page;
    }

    private static Map<String, Object> fields(Object... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], pairs[i + 1]);
        }
        return fields;
    }

    private static int number(ReceivedRequest request, String parameter, int usual) {
        return request.query(parameter).map(Integer::valueOf).orElse(usual);
    }

    private static String day(int id) {
        return "2026-01-%02dT08:00:00Z".formatted(id);
    }

    private static String here(ReceivedRequest request) {
        return "http://" + request.header("host").orElseThrow() + request.path();
    }

    /** A bare array; the next page in the header Link. */
    public static Answer gitHub(ReceivedRequest request) {
        int page = number(request, "page", 1);
        Answer answer = Answer.jsonOf(page(
                (page - 1) * SIZE,
                id -> fields("id", id, "node_id", "N" + id, "title", "issue", "updated_at", day(id))));
        String next = "<%s?per_page=10&page=%d>; rel=\"next\", <%s?per_page=10&page=3>; rel=\"last\""
                .formatted(here(request), page + 1, here(request));
        return page * SIZE < RECORDS ? answer.header("Link", next) : answer;
    }

    /** The last record's id asks for more; has_more says whether there is any. */
    public static Answer stripe(ReceivedRequest request) {
        if (!request.header("authorization").orElse("").equals("Bearer canary-of-stripe")) {
            return Answer.of(401, "application/json", "{\"error\":{\"message\":\"You did not provide an API key.\"}}")
                    .header("WWW-Authenticate", "Bearer realm=\"Stripe\"");
        }
        int start = request.query("starting_after")
                .map(id -> Integer.parseInt(id.substring(3)))
                .orElse(0);
        return Answer.jsonOf(fields(
                "object",
                "list",
                "url",
                "/v1/charges",
                "has_more",
                start + SIZE < RECORDS,
                "data",
                page(
                        start,
                        id -> fields(
                                "id", "ch_" + id, "object", "charge", "amount", 100, "created", 1767225600 + id))));
    }

    /** A cursor and a URL with it, to a host of its own. */
    public static Answer hubSpot(ReceivedRequest request) {
        int after = number(request, "after", 0);
        Map<String, Object> answer = fields(
                "results",
                page(after, id -> fields("id", "" + id, "properties", fields("name", "a"), "updatedAt", day(id))));
        if (after + SIZE < RECORDS) {
            String next = String.valueOf(after + SIZE);
            String link = "https://api.hubapi.example" + request.path() + "?after=" + next;
            answer.put("paging", fields("next", fields("after", next, "link", link)));
        }
        return Answer.jsonOf(answer);
    }

    /** The header Link with a page_info that stands for all parameters. */
    public static Answer shopify(ReceivedRequest request) {
        if (request.query("page_info").isPresent() && request.query("status").isPresent()) {
            return Answer.of(400, "application/json", "{\"errors\":{\"status\":\"status cannot be passed\"}}");
        }
        int start = request.query("page_info")
                .map(info -> Integer.parseInt(info.substring(4)))
                .orElse(0);
        Answer answer = Answer.jsonOf(
                fields("products", page(start, id -> fields("id", 7000 + id, "title", "x", "updated_at", day(id)))));
        String next = "<%s?limit=10&page_info=info%d>; rel=next".formatted(here(request), start + SIZE);
        return start + SIZE < RECORDS ? answer.header("Link", next) : answer;
    }

    /** A relative URL; records with attributes of their own. */
    public static Answer salesforce(ReceivedRequest request) {
        int dash = request.path().lastIndexOf('-');
        int start = dash < 0 ? 0 : Integer.parseInt(request.path().substring(dash + 1));
        boolean done = start + SIZE >= RECORDS;
        Map<String, Object> answer = fields("totalSize", RECORDS, "done", done);
        if (!done) {
            answer.put("nextRecordsUrl", "/services/data/v59.0/query/01gD-" + (start + SIZE));
        }
        answer.put(
                "records",
                page(
                        start,
                        id -> fields(
                                "attributes",
                                fields("type", "Account", "url", "/services/data/v59.0/sobjects/Account/" + id),
                                "Id",
                                "001" + id,
                                "Name",
                                "Acme",
                                "SystemModstamp",
                                "2026-01-%02dT08:00:00.000+0000".formatted(id))));
        return Answer.jsonOf(answer);
    }

    /** An absolute URL, null at the end. */
    public static Answer zendesk(ReceivedRequest request) {
        int page = number(request, "page", 1);
        return Answer.jsonOf(fields(
                "tickets",
                page((page - 1) * SIZE, id -> fields("id", id, "subject", "s", "updated_at", day(id))),
                "users",
                List.of(fields("id", 1, "name", "sideloaded")),
                "next_page",
                page * SIZE < RECORDS ? here(request) + "?page=" + (page + 1) : null,
                "previous_page",
                null,
                "count",
                RECORDS));
    }

    /** A URL in links that goes on for ever; has_more in meta says when to stop. */
    public static Answer zendeskCursor(ReceivedRequest request) {
        int start = number(request, "page[after]", 0);
        String next = here(request) + "?page%5Bafter%5D=" + (start + SIZE) + "&page%5Bsize%5D=10";
        return Answer.jsonOf(fields(
                "audit_logs",
                page(start, id -> fields("id", id, "action", "login", "created_at", day(id))),
                "meta",
                fields("has_more", start + SIZE < RECORDS, "after_cursor", "" + (start + SIZE), "before_cursor", "x"),
                "links",
                fields("prev", here(request) + "?page%5Bbefore%5D=1", "next", next)));
    }

    /** startAt, maxResults and a total. */
    public static Answer jira(ReceivedRequest request) {
        int start = number(request, "startAt", 0);
        return Answer.jsonOf(fields(
                "expand",
                "names",
                "startAt",
                start,
                "maxResults",
                SIZE,
                "total",
                RECORDS,
                "issues",
                page(start, id -> fields("id", "1" + id, "key", "ABC-" + id, "fields", fields("updated", day(id))))));
    }

    /** OData: an absolute link under a name with a dot. */
    public static Answer oData(ReceivedRequest request) {
        int skip = number(request, "$skiptoken", 0);
        Map<String, Object> answer = fields(
                "@odata.context",
                here(request) + "/$metadata#Customers",
                "value",
                page(skip, id -> fields("@odata.etag", "W/" + id, "CustomerID", "C" + id, "ModifiedOn", day(id))));
        if (skip + SIZE < RECORDS) {
            answer.put("@odata.nextLink", here(request) + "?$skiptoken=" + (skip + SIZE));
        }
        return Answer.jsonOf(answer);
    }

    /** ok, and a cursor that is empty at the end. */
    public static Answer slack(ReceivedRequest request) {
        int start = request.query("cursor")
                .filter(cursor -> !cursor.isEmpty())
                .map(cursor -> Integer.parseInt(cursor.replace("=", "").substring(4)))
                .orElse(0);
        String next = start + SIZE < RECORDS ? "dXNl" + (start + SIZE) + "=" : "";
        return Answer.jsonOf(fields(
                "ok",
                true,
                "members",
                page(start, id -> fields("id", "U" + id, "name", "n", "updated", 1767225600 + id)),
                "cache_ts",
                1767225600,
                "response_metadata",
                fields("next_cursor", next)));
    }

    /** search_after with two sort values, posted. */
    public static Answer elasticsearch(ReceivedRequest request) {
        Map<?, ?> body = (Map<?, ?>) request.json();
        int start = body.get("search_after") instanceof List<?> after ? ((Number) after.get(1)).intValue() : 0;
        return Answer.jsonOf(fields(
                "took",
                3,
                "hits",
                fields(
                        "total",
                        fields("value", RECORDS, "relation", "eq"),
                        "hits",
                        page(
                                start,
                                id -> fields(
                                        "_index",
                                        "logs",
                                        "_id",
                                        "d" + id,
                                        "_source",
                                        fields("@timestamp", day(id), "message", "m", "level", "info", "host", "h"),
                                        "sort",
                                        List.of(1767225600000L + id, id))))));
    }
}
