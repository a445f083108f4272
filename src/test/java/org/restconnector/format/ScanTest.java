package org.restconnector.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.json.RecordsPath;
import org.restconnector.json.ValuePath;
import org.restconnector.testing.PullParameters;

/** A walk through a document finds what reading it whole finds. */
class ScanTest {
    private static final FormatSettings SETTINGS = FormatSettings.of(PullParameters.with());
    private static final List<String> VALUES =
            List.of("$.next", "$.meta.total", "$.links[1].href", "$.meta", "$.errors[*].text", "$.a.more", "$['x.y']");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            $.data[*]   | {"next":"n","data":[{"id":1},{"id":2.50}],"meta":{"total":2,"x":[{}]}}
            $.data[*]   | {"data":[],"links":[{"href":"a"},{"href":"b"}]}
            $.data[*]   | {"data":null,"next":null}
            $.data[*]   | {"data":{"a":{"id":1},"b":{"id":2}},"x.y":1}
            $.data[*]   | {"data":"text","next":false}
            $.data[*]   | {"dat":[{"id":1}],"errors":[{"text":"e"},{"text":"f"}]}
            $.data[*]   | []
            $.data[*]   | "text"
            $.data      | {"data":[{"id":1},null,"x",[1]],"meta":[1]}
            $.data      | {"data":{"id":1},"meta":{}}
            $.data      | {"data":7}
            $.a.b[*]    | {"a":{"more":true,"b":[{"id":1}],"c":{"b":[{"id":9}]}},"b":[{"id":8}]}
            $.a.b[*]    | {"a":[{"b":[{"id":1}]}]}
            $.a.b[*]    | {"next":"old","next":"new","a":{"b":[]}}
            """)
    void findsInJsonWhatReadingItFinds(String records, String json) throws IOException {
        RecordsPath path = RecordsPath.of(records);
        Object document = Documents.read(bytes(json), "", SETTINGS, path);
        RecordsPath.Selection selection = path.select(document);
        Walk walk = walk(json, "", records, VALUES);
        assertThat(walk.elements).isEqualTo(selection.elements());
        assertThat(walk.scan.missing()).isEqualTo(selection.missing());
        for (String value : VALUES) {
            assertThat(ValuePath.of(value).find(walk.scan.document()))
                    .as(value)
                    .isEqualTo(ValuePath.of(value).find(document));
        }
        assertThat(walk.types).hasSameSizeAs(walk.elements);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a n='1'><b><c id='1'><x/></c><c>t</c></b><b2/><next>n</next></a>",
                "<a><b><c id='1'/></b><next>1</next><next>2</next></a>",
                "<a><b/></a>",
                "<a><b><d/></b></a>",
                "<a><!-- b --></a>"
            })
    void findsInXmlWhatReadingItFinds(String xml) throws IOException {
        RecordsPath path = RecordsPath.of("$.a.b.c[*]");
        Object document = Documents.read(bytes(xml), "text/xml", SETTINGS, path);
        List<String> values = List.of("$.a.next", "$.a['@n']");
        Walk walk = walk(xml, "text/xml", "$.a.b.c[*]", values);
        assertThat(walk.elements).isEqualTo(path.select(document).elements());
        assertThat(walk.scan.missing()).isEqualTo(path.select(document).missing());
        for (String value : values) {
            assertThat(ValuePath.of(value).find(walk.scan.document()))
                    .as(value)
                    .isEqualTo(ValuePath.of(value).find(document));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"data\":[{\"id\":1}",
                "{\"data\":[{\"id\":1}]}x",
                "{\"data\":[{\"id\":1}],\"data\":[{\"id\":2}]}",
                "{\"data\":[{\"id\":01}]}",
                "{\"data\":[{\"id\":1e99999999999}]}",
                "{\"data\":[{\"id\":\"\u0001\"}]}",
                "{\"skipped\":[1e99999999999],\"data\":[]}"
            })
    void provesOnTheWayWhatCannotBeRead(String json) {
        assertThatThrownBy(() -> walk(json, "", "$.data[*]", List.of())).isInstanceOf(FormatException.class);
    }

    @Test
    void namesTheParameterWhosePathNeedsTheWholeDocument() {
        assertThat(obstacle("$.data[?(@.open)]", "$.next")).contains("records '$.data[?(@.open)]'");
        assertThat(obstacle("$..data[*]", "$.next")).contains("records '$..data[*]'");
        assertThat(obstacle("$.data[*]", "$..next")).contains("cursor '$..next'");
        assertThat(obstacle("$.data[*]", "$.data[-1:].id")).contains("cursor '$.data[-1:].id'");
        assertThat(obstacle("$.a.data[*]", "$.a")).contains("cursor '$.a'");
        assertThat(obstacle("$", "$.next")).contains("cursor '$.next'");
        assertThat(obstacle("$.data[*]", "$.meta.next")).isEmpty();
        assertThat(obstacle("$.a.data[*]", "$.a.next[0]")).isEmpty();
    }

    @Test
    void aRecordThatFillsTheMemoryIsRefused() {
        String json = "[{\"id\":1},{\"id\":\"" + "x".repeat(Limits.HELD + (1 << 20)) + "\"}]";
        for (String type : List.of("application/json", "application/x-ndjson", "text/csv")) {
            assertThatThrownBy(() -> walk(type.endsWith("ndjson") ? json.substring(1) : json, type, "$", List.of()))
                    .isInstanceOfSatisfying(
                            FormatException.class, e -> assertThat(e.tooLarge()).isTrue())
                    .hasMessageContaining("is larger than 16MB");
        }
    }

    private static Optional<String> obstacle(String records, String cursor) {
        return new ScanPaths(RecordsPath.of(records), Map.of("cursor", ValuePath.of(cursor))).obstacle(Format.JSON);
    }

    private record Walk(Scan scan, List<Object> elements, List<String> types) {}

    /** Once reading, once skipping. */
    private static Walk walk(String text, String type, String records, List<String> values) throws IOException {
        Map<String, ValuePath> named = new LinkedHashMap<>();
        values.forEach(value -> named.put(value, ValuePath.of(value)));
        ScanPaths paths = new ScanPaths(RecordsPath.of(records), named);
        List<String> types = new ArrayList<>();
        try (Scan scan = Documents.scan(new ByteArrayInputStream(bytes(text)), type, SETTINGS, paths)) {
            while (scan.next()) {
                types.add(scan.skip());
            }
        }
        List<Object> elements = new ArrayList<>();
        Scan scan = Documents.scan(new ByteArrayInputStream(bytes(text)), type, SETTINGS, paths);
        while (scan.next()) {
            elements.add(scan.read());
        }
        return new Walk(scan, elements, types);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
