package org.restconnector.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restconnector.http.Header;
import org.restconnector.http.Headers;
import org.restconnector.json.Json;

class GuessesTest {
    @Test
    void likelyRecordsComeFirst() {
        assertThat(
                        paths(
                                "{\"facets\":[{\"a\":1},{\"a\":2},{\"a\":3}],\"items\":[{\"id\":1,\"n\":2},{\"id\":2,\"n\":3}]}"))
                .containsExactly("$.items[*] (2)", "$.facets[*] (3)");
        assertThat(paths("{\"data\":{\"odd key\":[{\"id\":1}]},\"tags\":[\"a\",\"b\"]}"))
                .containsExactly("$.data['odd key'][*] (1)");
        assertThat(paths("{\"users\":[{\"id\":1},{\"id\":2}],\"tickets\":[{\"id\":1}]}", "tickets"))
                .first()
                .isEqualTo("$.tickets[*] (1)");
        assertThat(paths("{\"data\":[],\"extra\":[{\"x\":1}]}")).first().isEqualTo("$.extra[*] (1)");
        assertThat(paths("[{\"id\":1}]")).containsExactly("$[*] (1)");
        assertThat(paths("{\"id\":1,\"name\":\"one\"}")).containsExactly("$ (1)");
        assertThat(paths("{\"byId\":{\"a\":{\"n\":1,\"m\":2},\"b\":{\"n\":2,\"m\":3}},\"total\":2}"))
                .containsExactly("$.byId[*] (2)");
        assertThat(paths("[1,2]")).isEmpty();
        assertThat(paths("{}")).isEmpty();
    }

    private static List<String> paths(String json, String... words) {
        return Candidates.of(json(json), List.of(words)).stream()
                .map(Candidate::text)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'id':1},{'id':2}] | id",
                "[{'name':'a','id':1},{'name':'a','id':2}] | id",
                "[{'id':1},{'id':1}] | none",
                "[{'id':null},{'id':1}] | none",
                "[{'customer_id':1,'order_id':5},{'customer_id':2,'order_id':6}] | order_id",
                "[{'customer_id':1,'x':5},{'customer_id':2,'x':6}] | customer_id",
                "[{'node':{'id':1}},{'node':{'id':2}}] | node.id",
                "[{'Id':'001'},{'Id':'002'}] | Id",
                "[{'name':'a'},{'name':'b'}] | none"
            })
    void aKeyIsThereAndUniqueInAllRecords(String records, String key) {
        assertThat(KeyGuess.of(records(records), List.of("orders")).orElse("none"))
                .isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'created_at':'2026-01-01','updated_at':'2026-01-02T03:04:05Z'}] | updated_at",
                "[{'created':1767225600}] | created",
                "[{'created':17}] | none",
                "[{'updated_at':'soon'}] | none",
                "[{'updated_at':'2026-01-01'},{'updated_at':null}] | none",
                "[{'fields':{'updated':'2026-01-02T03:04:05.000+0000'}}] | fields.updated",
                "[{'birthdate':'1990-01-01'}] | none",
                "[{'id':1},{'id':2}] | id",
                "[{'id':2},{'id':1}] | none"
            })
    void aFieldThatGrowsIsATimeOrTheKey(String records, String field) {
        List<Map<String, Object>> all = records(records);
        assertThat(GrowingField.of(all, KeyGuess.of(all, List.of())).orElse("none"))
                .isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'next':'https://a/x?p=2'} | next-url $.next",
                "{'links':{'next':{'href':'/x?p=2'}}} | next-url $.links.next.href",
                "{'link':[{'relation':'self','url':'/a'},{'relation':'next','url':'/b'}]}"
                        + " | next-url $.link[?(@.relation=='next')].url",
                "{'@odata.nextLink':'https://a/x'} | next-url $['@odata.nextLink']",
                "{'meta':{'next_cursor':'abc'}} | cursor $.meta.next_cursor cursor",
                "{'nextPageToken':'abc'} | cursor $.nextPageToken pageToken",
                "{'paging':{'next':{'after':'abc'}}} | cursor $.paging.next.after after",
                "{'meta':{'next_page':2}} | cursor $.meta.next_page page",
                "{'pageInfo':{'hasNextPage':true,'endCursor':'abc','startCursor':'x'}} | cursor $.pageInfo.endCursor after",
                "{'startAt':0,'maxResults':50,'total':80} | offset startAt",
                "{'meta':{'current_page':1,'last_page':4}} | page page",
                "{'number':0,'totalPages':4} | page page",
                "{'has_more':true} | last-record id starting_after",
                "{'prev':'https://a/x','self':'https://a/y'} | page page"
            })
    void pointsToTheKindThatTheAnswerSpeaksOf(String document, String clue) {
        Evidence evidence = evidence("https://a/x", document, Headers.NONE);
        Clue first = Detector.ALL.stream()
                .flatMap(detector -> detector.look(evidence).stream())
                .findFirst()
                .orElseThrow();
        assertThat(String.join(" ", first.parameters().values())).isEqualTo(clue);
    }

    @Test
    void takesWhatTheRequestSaysAlreadyFirst() {
        assertThat(clues("https://a/x?cursor=*", "{'meta':{'next':'abc'}}", Headers.NONE))
                .first()
                .isEqualTo("cursor $.meta.next cursor");
        assertThat(clues("https://a/x?p=1", "{}", Headers.NONE)).first().isEqualTo("page p");
        assertThat(clues("https://a/x", "{}", new Headers(List.of(new Header("X-Next-Page", "2")))))
                .contains("cursor header:X-Next-Page page");
        assertThat(clues("https://a/x", "{'has_more':false}", Headers.NONE)).isEmpty();
    }

    private static List<String> clues(String url, String document, Headers headers) {
        Evidence evidence = evidence(url, document, headers);
        List<String> clues = new ArrayList<>();
        Detector.ALL.forEach(detector -> detector.look(evidence)
                .forEach(clue -> clues.add(String.join(" ", clue.parameters().values()))));
        return clues;
    }

    private static Evidence evidence(String url, String document, Headers headers) {
        return new Evidence(
                URI.create(url),
                Optional.empty(),
                headers,
                Leaf.of(json(document.replace('\'', '"').replace("==\"next\"", "=='next'"))),
                records("[{'id':1}]"),
                Optional.of("id"));
    }

    @Test
    void endsThatMustBeInEveryPageAreThoseOfBothPages() {
        List<Leaf> first = Leaf.of(json("{\"has_more\":true,\"total\":40,\"pages\":2,\"count\":20}"));
        List<Leaf> second = Leaf.of(json("{\"total\":40,\"pages\":2,\"count\":20}"));
        assertThat(StopPaths.of("cursor", first, first, 40)).containsOnly(Map.entry("hasMore", "$.has_more"));
        assertThat(StopPaths.of("cursor", first, second, 40)).isEmpty();
        assertThat(StopPaths.of("page", first, second, 40)).containsOnly(Map.entry("totalPages", "$.pages"));
        assertThat(StopPaths.of("offset", first, second, 40)).containsOnly(Map.entry("totalRecords", "$.total"));
        assertThat(StopPaths.of("offset", first, second, 41)).isEmpty();
    }

    @Test
    void namesAPullAfterWhatItAsksFor() {
        assertThat(ResourceName.of(URI.create("https://api.example.com/v1/orders?status=open")))
                .isEqualTo("orders");
        assertThat(ResourceName.of(URI.create("https://a.example/logs/_search")))
                .isEqualTo("logs");
        assertThat(ResourceName.of(URI.create("https://slack.example/api/users.list")))
                .isEqualTo("users");
        assertThat(ResourceName.of(URI.create("https://a.example/api/2/Order%20Lines.json")))
                .isEqualTo("order-lines");
        assertThat(ResourceName.of(URI.create("https://a.example/"))).isEqualTo("a-example");
        assertThat(ResourceName.table("order-lines")).isEqualTo("order_lines");
        assertThat(ResourceName.table("connector_x")).isEqualTo("t_connector_x");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> records(String json) {
        return (List<Map<String, Object>>) json(json.replace('\'', '"'));
    }

    private static Object json(String text) {
        try {
            return Json.read(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
