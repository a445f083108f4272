package org.restconnector.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsPathTest {
    private static final String PAGE =
            """
            {"data":[{"id":1,"n":"a"},{"id":2,"n":"]"},{"id":3,"n":"b"}],"one":{"id":9},"none":null,"empty":[],
             "map":{"a":{"id":4},"b":{"id":5}},"deep":[{"items":[{"id":6},{"id":7}]},{"items":[{"id":8}]}],"text":"x"}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$.data | 3 | 3 | false",
                "$.data[*] | 3 | 3 | false",
                "$['data'][*] | 3 | 3 | false",
                "$.data[?(@.id > 1)] | 2 | 3 | false",
                "$.data[?(@.id > 1 && @.n == ']')] | 1 | 3 | false",
                "$.data[?(@.n =~ /[ab]/)] | 2 | 3 | false",
                "$.data[?(@['id'] == 99)] | 0 | 3 | false",
                "$.data[0:2] | 2 | 2 | false",
                "$.one | 1 | 1 | false",
                "$.none | 0 | 0 | false",
                "$.none[*] | 0 | 0 | false",
                "$.empty | 0 | 0 | false",
                "$.empty[?(@.x)] | 0 | 0 | false",
                "$.map[*] | 2 | 2 | false",
                "$.deep[*].items[*] | 3 | 3 | false",
                "$.deep[*].items[?(@.id > 6)] | 2 | 3 | false",
                "$..items[*] | 3 | 3 | false",
                "$.missing | 0 | 0 | true",
                "$.missing[*] | 0 | 0 | true",
                "$.missing[?(@.x)] | 0 | 0 | true",
                "$ | 1 | 1 | false"
            })
    void selectsRecordsAndKnowsHowManyThereWere(String path, int records, int held, boolean missing)
            throws IOException {
        RecordsPath.Selection selection = RecordsPath.of(path).select(Json.read(PAGE));
        assertThat(selection.elements()).as("records").hasSize(records);
        assertThat(selection.source()).as("held").hasSize(held);
        assertThat(selection.missing()).as("missing").isEqualTo(missing);
    }

    @Test
    void anArrayAtTheTopGivesItsElements() throws IOException {
        assertThat(RecordsPath.of("$").select(Json.read("[{},{}]")).elements()).hasSize(2);
        assertThat(RecordsPath.of("$[*]").select(Json.read("[{},{}]")).elements())
                .hasSize(2);
        assertThat(RecordsPath.of("$").select(Json.read("null")).source()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "$.data[?(@.a", "$.data['a", "$.data["})
    void refusesWhatIsNoPath(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> RecordsPath.of(path));
    }

    @Test
    void namesTheArraysThatAreThere() throws IOException {
        assertThat(RecordsPath.arrays(Json.read(PAGE))).contains("$.data (3)", "$.empty (0)", "$.deep (2)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$.a | -1",
                "$.a[*] | 3",
                "$['a]'] | 1",
                "$.a[?(@['x'] == ']')] | 3",
                "$.a[0].b | -1",
                "$[0][1] | 4"
            })
    void findsTheLastBracket(String path, int at) {
        assertThat(LastBracket.of(path)).isEqualTo(at);
    }
}
