package org.restconnector.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Answer;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.Once;
import org.restconnector.testing.PullFile;
import org.restconnector.testing.RunResult;
import org.restconnector.testing.Transfer;
import org.restconnector.testing.Workspace;

class FormatsTest {
    private final ApiServer api = ApiServer.start();
    private final Map<String, List<String>> expected = new LinkedHashMap<>();
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void rowsOfCsvAreRecordsOfText() {
        given("plain", csv("id,name,price\n1,Ada,1.10\n2,,\n"), "$")
                .becomes(
                        """
                {"id":"1","name":"Ada","price":"1.10"}""",
                        """
                {"id":"2","name":"","price":""}""");
        given("crlf-bom", csv("\ufeffid,name\r\n1,\"a \"\"b\"\",\r\nc\"\r\n\r\n2,x"), "$[*]")
                .becomes(
                        """
                {"id":"1","name":"a \\"b\\",\\r\\nc"}""",
                        """
                {"id":"2","name":"x"}""");
        given("nameless", csv(",a\n1,2\n"), "$").becomes("{\"c1\":\"1\",\"a\":\"2\"}");
        given("tabs", Answer.of(200, "text/tab-separated-values", "id\tname\n1\ta,b\n"), "$")
                .becomes("{\"id\":\"1\",\"name\":\"a,b\"}");
        given("filtered", csv("id,open\n1,yes\n2,no\n"), "$[?(@.open == 'yes')]")
                .becomes("{\"id\":\"1\",\"open\":\"yes\"}");
        given("only-names", csv("id,name\n"), "$").becomes();
        given("nothing", csv(""), "$").becomes();
        check();
    }

    @Test
    void csvIsReadAsItsParametersSay() {
        given("semicolons", csv("id;name\n1;'a;b'\n"), "$", "csvSeparator", ";", "csvQuote", "'")
                .becomes("{\"id\":\"1\",\"name\":\"a;b\"}");
        given("unquoted", csv("id\tname\n1\t\"a\n"), "$", "csvSeparator", "tab", "csvQuote", "")
                .becomes("{\"id\":\"1\",\"name\":\"\\\"a\"}");
        given("numbered", csv("1,2\n3,4\n"), "$", "csvHeader", "false")
                .becomes("{\"c1\":\"1\",\"c2\":\"2\"}", "{\"c1\":\"3\",\"c2\":\"4\"}");
        given("named", csv("1,2\n"), "$", "csvHeader", "id, name").becomes("{\"id\":\"1\",\"name\":\"2\"}");
        given("said", Answer.of(200, "text/plain", "id\n1\n"), "$", "format", "csv")
                .becomes("{\"id\":\"1\"}");
        check();
    }

    @Test
    void linesOfJsonAreRecords() {
        given("plain", jsonl("{\"id\":1,\"n\":1.10}\n\n \r\n{\"id\":2,\"n\":null}"), "$")
                .becomes("{\"id\":1,\"n\":1.10}", "{\"id\":2,\"n\":null}");
        given("within", jsonl("{\"rows\":[{\"id\":1}]}\n{\"rows\":[{\"id\":2},{\"id\":3}]}\n"), "$[*].rows[*]")
                .becomes("{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
        given("sequence", Answer.of(200, "application/json-seq", "\u001e{\"id\":1}\n\u001e{\"id\":2}\n"), "$")
                .becomes("{\"id\":1}", "{\"id\":2}");
        given("said", Answer.json("{\"id\":1}\n{\"id\":2}\n"), "$", "format", "jsonl")
                .becomes("{\"id\":1}", "{\"id\":2}");
        given("nothing", jsonl("\n"), "$").becomes();
        check();
    }

    @Test
    void elementsOfXmlAreRecords() {
        String orders =
                """
                <?xml version="1.0"?>
                <!-- two -->
                <s:orders xmlns:s="urn:s" total="2">
                  <s:order id="1" open="true">
                    <name>Ada &amp; Co</name><line>a</line><line><![CDATA[<b>]]></line>
                    <price currency="EUR">1.10</price><note/>
                  </s:order>
                  <s:order id="2"><name> B </name></s:order>
                </s:orders>
                """;
        given("orders", xml(orders), "$['s:orders']['s:order'][*]")
                .becomes(
                        """
                {"@id":"1","@open":"true","name":"Ada & Co","line":["a","<b>"],\
                "price":{"@currency":"EUR","#text":"1.10"},"note":""}""",
                        """
                {"@id":"2","name":" B "}""");
        given("one", xml("<orders><order><id>1</id></order></orders>"), "$.orders.order[*]")
                .becomes("{\"id\":\"1\"}");
        given("filtered", xml("<orders><order><id>1</id></order></orders>"), "$.orders.order[?(@.id == '1')]")
                .becomes("{\"id\":\"1\"}");
        given("none", xml("<orders total=\"0\"></orders>"), "$.orders.order[*]").becomes();
        given("atom", Answer.of(200, "application/atom+xml", "<feed><entry><id>1</id></entry></feed>"), "$.feed.entry")
                .becomes("{\"id\":\"1\"}");
        check();
    }

    @Test
    void textIsReadInItsCharset() {
        Charset latin = StandardCharsets.ISO_8859_1;
        given("csv-latin", bytes("text/csv; charset=iso-8859-1", "id\né\n".getBytes(latin)), "$")
                .becomes("{\"id\":\"é\"}");
        given(
                        "csv-windows",
                        bytes("text/csv", "id\n€\n".getBytes(Charset.forName("windows-1252"))),
                        "$",
                        "charset",
                        "windows-1252")
                .becomes("{\"id\":\"€\"}");
        given("csv-utf16", bytes("text/csv", "\ufeffid\n\ud83d\ude00\n".getBytes(StandardCharsets.UTF_16LE)), "$")
                .becomes("{\"id\":\"\ud83d\ude00\"}");
        given(
                        "jsonl-utf16",
                        bytes(
                                "application/x-ndjson; charset=utf-16",
                                "{\"id\":\"é\ud83d\ude00\"}\n".getBytes(StandardCharsets.UTF_16)),
                        "$")
                .becomes("{\"id\":\"é\ud83d\ude00\"}");
        given("json-latin", bytes("application/json; charset=latin1", "[{\"id\":\"é\"}]".getBytes(latin)), "$")
                .becomes("{\"id\":\"é\"}");
        given("json-utf16", bytes("application/json", "[{\"id\":\"é\"}]".getBytes(StandardCharsets.UTF_16BE)), "$")
                .becomes("{\"id\":\"é\"}");
        given(
                        "xml-declared",
                        bytes(
                                "application/xml",
                                "<?xml version='1.0' encoding='ISO-8859-1'?><a><b><c>é</c></b></a>".getBytes(latin)),
                        "$.a.b")
                .becomes("{\"c\":\"é\"}");
        given(
                        "xml-utf16",
                        bytes("application/xml", "\ufeff<a><b><c>é</c></b></a>".getBytes(StandardCharsets.UTF_16BE)),
                        "$.a.b")
                .becomes("{\"c\":\"é\"}");
        check();
    }

    @Test
    void compressedPagesAreUnpacked() {
        Answer page = csv("id\n1\n");
        String[] record = {"{\"id\":\"1\"}"};
        given("gzip", page.gzip(), "$").becomes(record);
        given("unsaid", page.gzipUnsaid(), "$").becomes(record);
        given("twice", page.gzipUnsaid().gzip(), "$").becomes(record);
        given("said-twice", page.gzipUnsaid().gzipUnsaid().header("Content-Encoding", "gzip, gzip"), "$")
                .becomes(record);
        given("deflate", page.deflate(), "$").becomes(record);
        given(
                        "members",
                        page.gzipUnsaid()
                                .followedBy(csv("2\n").gzipUnsaid())
                                .header("Content-Encoding", "gzip")
                                .sent(Transfer.CHUNKED),
                        "$")
                .becomes("{\"id\":\"1\"}", "{\"id\":\"2\"}");
        check();
    }

    @Test
    void aPageThatIsMalformedDeliversNothingAndNamesItsLine() {
        Map<String, String> places = new LinkedHashMap<>();
        bad(places, "csv-more", csv("id,name\n1,a\n2,b,c\n"), "line 3 has 3 cells, but there are 2 columns");
        bad(places, "csv-fewer", csv("id,name\n1,\"a\nb\"\n2\n"), "line 4 has 1 cell");
        bad(places, "csv-names", csv("id,name,id\n1,a,2\n"), "line 1 names the column 'id' twice");
        bad(places, "csv-open", csv("id,name\n1,a\n2,\"b\n"), "line 3");
        bad(places, "csv-bytes", bytes("text/csv", new byte[] {'i', 'd', '\n', (byte) 0xff, '\n'}), "no character");
        bad(places, "jsonl-cut", jsonl("{\"id\":1}\n\n{\"id\":\n{\"id\":3}"), "line 3");
        bad(places, "jsonl-two", jsonl("{\"id\":1}\n{\"id\":2}{\"id\":3}\n"), "line 2");
        bad(places, "jsonl-html", Answer.html(200).contentType("application/x-ndjson"), "line 1");
        bad(places, "xml-open", xml("<a>\n<b>\n</a>"), "line 3");
        bad(places, "xml-empty", xml(""), "no body");
        bad(places, "xml-more", xml("<a/>\n<b/>"), "line 2");
        bad(places, "xml-deep", xml("<a>".repeat(2000)), "deeper than 1000");
        bad(
                places,
                "xml-fetch",
                xml("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<a><b>&x;</b></a>"),
                "DOCTYPE");
        bad(
                places,
                "xml-laughs",
                xml("<!DOCTYPE a [<!ENTITY x \"haha\"><!ENTITY y \"&x;&x;\">]><a><b>&y;</b></a>"),
                "DOCTYPE");
        bad(
                places,
                "xml-undeclared",
                xml("<!DOCTYPE a SYSTEM \"" + api.url("/dtd") + "\"><a><b>&x;</b></a>"),
                "DOCTYPE");
        bad(places, "gzip", csv("id\n1\n").header("Content-Encoding", "gzip"), "gzip");
        bad(places, "brotli", csv("id\n1\n").header("Content-Encoding", "br"), "'br'");
        Once.Outcome outcome = Once.run(workspace);
        places.forEach((name, place) -> {
            RunResult result = outcome.result(name);
            assertThat(result.summary()).as(name).isEqualTo("failed format: 0 records, 0 delivered, 0 dead");
            assertThat(result.errorMessage()).as(name).contains(place).hasSizeLessThan(1000);
            assertThat(workspace.lines(name + ".jsonl")).as(name).isEmpty();
        });
        assertThat(api.requests("/dtd")).isEmpty();
    }

    @Test
    void parametersOfCsvThatContradictTheFormatAreRefused() {
        workspace.pull(pull("items", "$").with("format", "xml").with("csvSeparator", ";"));
        assertThat(Once.command(workspace, "check").toString())
                .contains("csvSeparator", "goes with format csv or auto");
        workspace.pull(pull("items", "$")
                .with("csvSeparator", "::")
                .with("csvHeader", "a,a")
                .with("charset", "klingon"));
        assertThat(Once.command(workspace, "check").toString())
                .contains("csvSeparator", "one character", "csvHeader", "'a' twice", "charset", "klingon");
    }

    private record Given(List<String> records) {
        void becomes(String... lines) {
            records.addAll(List.of(lines));
        }
    }

    private Given given(String name, Answer answer, String records, String... parameters) {
        api.on("/" + name, answer);
        PullFile pull = pull(name, records);
        for (int i = 0; i < parameters.length; i += 2) {
            pull = pull.with(parameters[i], parameters[i + 1]);
        }
        workspace.pull(pull);
        return new Given(expected.computeIfAbsent(name, key -> new java.util.ArrayList<>()));
    }

    private void bad(Map<String, String> places, String name, Answer answer, String place) {
        given(name, answer, name.startsWith("xml") ? "$.a.b[*]" : "$");
        places.put(name, place);
    }

    private void check() {
        Once.Outcome outcome = Once.run(workspace);
        expected.forEach((name, lines) -> {
            assertThat(outcome.result(name).status())
                    .as(outcome.result(name).toString())
                    .isEqualTo("completed");
            assertThat(outcome.result(name).warnings()).as(name).isEmpty();
            assertThat(workspace.lines(name + ".jsonl")).as(name).isEqualTo(lines);
        });
    }

    private PullFile pull(String name, String records) {
        return PullFile.of(name, api.url("/" + name))
                .with("records", records)
                .with("retries", 0)
                .with("to", workspace.jsonlSink(name + ".jsonl"));
    }

    private static Answer csv(String text) {
        return Answer.of(200, "text/csv", text);
    }

    private static Answer jsonl(String text) {
        return Answer.of(200, "application/x-ndjson", text);
    }

    private static Answer xml(String text) {
        return Answer.of(200, "application/xml", text);
    }

    private static Answer bytes(String contentType, byte[] body) {
        return new Answer(
                200, List.of(new Answer.Header("Content-Type", contentType)), body, Transfer.WHOLE, Duration.ZERO);
    }
}
