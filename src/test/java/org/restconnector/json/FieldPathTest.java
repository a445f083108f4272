package org.restconnector.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {
    private static final String RECORD =
            "{\"id\":7,\"user\":{\"id\":8,\"a b\":9},\"tags\":[{\"x\":10}],\"a.b\":11,\"it's\":12,\"null\":null,\"@t\":13}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id | 7",
                " id  | 7",
                "$.id | 7",
                "$['id'] | 7",
                "user.id | 8",
                "$.user.id | 8",
                "$.user['id'] | 8",
                "$[\"user\"][\"id\"] | 8",
                "$.user['a b'] | 9",
                "tags[0].x | 10",
                "tags.0.x | 10",
                "a.b | 11",
                "$['a.b'] | 11",
                "$['it\\'s'] | 12",
                "@t | 13"
            })
    void findsTheField(String path, int expected) throws IOException {
        assertThat(FieldPath.of(path).find(Json.read(RECORD))).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "null", "id.x", "user.missing", "tags[1].x", "tags.x", "tags[999999999]"})
    void whatIsMissingOrNullIsEmpty(String path) throws IOException {
        assertThat(FieldPath.of(path).find(Json.read(RECORD))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$", "$.", "a..b", "a[", "a[*]", "$.a[?(@.b)]", "a[-1]", "a b", ".a", "a.", "$x.[0]"})
    void refusesWhatIsNoPathToOneField(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> FieldPath.of(path));
    }

    @Test
    void equalsByWhereItLeads() {
        assertThat(FieldPath.of("user.id"))
                .isEqualTo(FieldPath.of("$['user'].id"))
                .hasSameHashCodeAs(FieldPath.of("$.user.id"));
    }
}
