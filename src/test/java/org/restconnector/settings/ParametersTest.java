package org.restconnector.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    private static final Template TEMPLATE = new Template(
            "t",
            "t",
            "",
            List.of(
                    new Parameter("name", "", Optional.empty(), true),
                    new Parameter("timeout", "", Optional.of("30s"), false),
                    new Parameter("size", "", Optional.of("64MB"), false),
                    new Parameter("count", "", Optional.empty(), false),
                    new Parameter("token", "Secret. The token.", Optional.empty(), false)));
    private final Placeholders placeholders = new Placeholders(
            key -> Optional.of("of " + key).filter(v -> key.startsWith("my.")),
            Map.of("TOKEN", "{{env:OTHER}} ${x}", "OTHER", "never"),
            Path.of(""));

    private Parameters of(Map<String, String> given) {
        return new Parameters(TEMPLATE, given, placeholders);
    }

    @Test
    void anEmptyValueIsAValue() {
        Parameters parameters = of(Map.of("name", "", "timeout", "5s"));
        assertThat(parameters.given("name")).isTrue();
        assertThat(parameters.text("name")).contains("");
        assertThat(parameters.text("count")).isEmpty();
        assertThat(parameters.duration("timeout")).isEqualTo(Duration.ofSeconds(5));
        assertThat(parameters.bytes("size")).isEqualTo(64 << 20);
    }

    @Test
    void allThatIsWrongIsCollected() {
        Parameters parameters = of(Map.of("timeuot", "1", "count", "x", "token", "{{env:NONE}}"));
        parameters.number("count", 1);
        assertThat(parameters.problems())
                .extracting(Problem::message)
                .anyMatch(message -> message.contains("did you mean 'timeout'"))
                .anyMatch(message -> message.contains("'name' is required"))
                .anyMatch(message -> message.contains("'count' is 'x'; allowed"))
                .anyMatch(message -> message.contains("NONE"))
                .hasSize(4);
    }

    @Test
    void aPlaceholderIsReplacedOnce() {
        Parameters parameters = of(Map.of("name", "a {{env:TOKEN}} {{my.key}} {{\"b\":1}} {{?c}} {{ d }}"));
        assertThat(parameters.text("name")).contains("a {{env:OTHER}} ${x} of my.key {{\"b\":1}} {{?c}} {{ d }}");
        assertThat(parameters.secrets()).containsExactly("{{env:OTHER}} ${x}");
        assertThat(parameters.written("name")).startsWith("a {{env:TOKEN}}");
    }

    @Test
    void aFileIsReadWithoutItsLastLineEnd(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("token"), "s3cret\n");
        Placeholders files = new Placeholders(key -> Optional.empty(), Map.of(), directory);
        Placeholders.Resolved resolved = files.resolve("{{file:token}}");
        assertThat(resolved.text()).isEqualTo("s3cret");
        assertThat(resolved.secrets()).containsExactly("s3cret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files.resolve("{{file:none}}"))
                .withMessageContaining("{{file:none}}");
    }

    @Test
    void aProblemShowsNoSecret() {
        Parameters parameters = of(Map.of("name", "n", "token", "abc"));
        parameters.problem("token", "is 'abc', which is bad");
        assertThat(parameters.problems().get(0).message()).contains("'***'").doesNotContain("abc");
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "15m,900000", "6h,21600000", "1d,86400000", "0s,0", " 7 s ,7000"})
    void readsDurations(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "1.5s", "-1s", "s", "1w", "PT1S", "36501d", "999999999999d"})
    void refusesOtherDurations(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessageContaining("'" + text);
    }

    @ParameterizedTest
    @CsvSource({"90s,90s", "60s,1m", "120m,2h", "48h,2d", "1500ms,1500ms", "0s,0s"})
    void writesDurationsAsUsersDo(String text, String written) {
        assertThat(Durations.text(Durations.parse(text))).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "10B,10", "1KB,1024", "64MB,67108864", "1gb,1073741824"})
    void readsSizes(String text, long bytes) {
        assertThat(Durations.parseBytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A9._-", "orders.v2", "0"})
    void takesNames(String name) {
        Parameters parameters = of(Map.of("name", name));
        Names.check(parameters, Set.of("other"));
        assertThat(parameters.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", ".a", "a b", "ü", "api", "v2", "observe", "openapi.json", "taken", "a/b"})
    void refusesOtherNames(String name) {
        Parameters parameters = of(Map.of("name", name));
        Names.check(parameters, Set.of("taken"));
        assertThat(parameters.problems()).hasSize(1);
    }

    @Test
    void refusesANameThatIsTooLong() {
        Parameters parameters = of(Map.of("name", "a".repeat(65)));
        Names.check(parameters, Set.of());
        assertThat(parameters.problems()).hasSize(1);
    }
}
