package org.restconnector.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.json.Json;

class PositionTest {
    static Stream<Position> positions() {
        Position first = new Position(Optional.empty(), Optional.empty(), 0, 0, "");
        return Stream.of(
                first,
                first.end(),
                new Position(Optional.of("c\"\u0001ü"), Optional.empty(), 3_000_000_000L, 7, "10-ab"),
                new Position(Optional.of(0), Optional.empty(), 1, 1, ""),
                new Position(Optional.empty(), Optional.of("https://h/?a=%2F"), 1, 1, ""));
    }

    @ParameterizedTest
    @MethodSource("positions")
    void isReadAsItWasWritten(Position position) {
        assertThat(Position.of(Position.parse(Json.text(position.fields())))).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[]",
                "{\"received\":1}",
                "{\"received\":\"x\",\"pages\":1,\"previous\":\"\",\"ended\":false}"
            })
    void refusesWhatIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Position.of(Position.parse(text)));
    }
}
