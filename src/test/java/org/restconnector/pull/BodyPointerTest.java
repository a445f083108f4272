package org.restconnector.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restconnector.http.PermanentFault;
import org.restconnector.json.Json;

class BodyPointerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | /page | {\"page\":7}",
                "{\"page\":1,\"x\":1.10} | /page | {\"page\":7,\"x\":1.10}",
                "{\"x\":null} | /a/b/c | {\"x\":null,\"a\":{\"b\":{\"c\":7}}}",
                "{\"a\":null} | /a/b | {\"a\":{\"b\":7}}",
                "{\"a\":[{\"b\":1},{\"b\":2}]} | /a/1/b | {\"a\":[{\"b\":1},{\"b\":7}]}",
                "{\"a\":[1,2]} | /a/0 | {\"a\":[7,2]}",
                "{\"a\":[1]} | /a/1 | {\"a\":[1,7]}",
                "[{}] | /0/x | [{\"x\":7}]",
                "{} | /a~1b/c~0d | {\"a/b\":{\"c~d\":7}}",
                "{} | /0 | {\"0\":7}"
            })
    void setsTheValueAndLeavesTheRest(String body, String pointer, String expected) throws IOException, PermanentFault {
        Object json = Json.read(body);
        BodyPointer.set(json, JsonPointer.compile(pointer), 7);
        assertThat(Json.text(json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1} | /a/b",
                "{\"a\":[]} | /a/x",
                "{\"a\":[1]} | /a/5",
                "{\"a\":[]} | /a/0/b",
                "{\"a\":\"t\"} | /a/0",
                "3 | /a"
            })
    void refusesAWayThatIsBlocked(String body, String pointer) throws IOException {
        Object json = Json.read(body);
        assertThatThrownBy(() -> BodyPointer.set(json, JsonPointer.compile(pointer), 7))
                .isInstanceOf(PermanentFault.class)
                .hasMessageContaining(pointer);
    }
}
