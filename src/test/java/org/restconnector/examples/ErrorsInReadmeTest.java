package org.restconnector.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever code a user is shown, the README says what it means and what to do: each is looked for in the sources. */
class ErrorsInReadmeTest {
    private static final Path SOURCES = Path.of("src/main/java/org/restconnector");
    private static final String CODE = "\\s*\"([a-z]+(?:_[a-z]+)*)\"";

    /** A fault of a request, or the error of a run. */
    private static final Pattern RUN_ERROR = Pattern.compile(
            "(?:new (?:Permanent|Transient|Status|Token|Run)?(?:Fault|Error)|\\berror|super)\\(" + CODE);

    private static final Pattern CHOSEN_CODE = Pattern.compile("\\? " + CODE + "\\s*:" + CODE);
    private static final Pattern WARNING =
            Pattern.compile("static final String \\w+ =\\s*\"([a-z]+_[a-z_]+)\"|\"([a-z]+_[a-z]+): ");
    private static final Pattern REFUSAL = Pattern.compile("(?:of|later|error|refuse\\w*)\\(\\s*\\d{3}," + CODE);
    private static final Pattern REASON = Pattern.compile("(?m)^    ([A-Z]+)[,;(]");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`[a-z_]+`(?:, )?)+) \\| (.+) \\|$");

    private final String readme = read(Path.of("README.md"));

    @Test
    void everyErrorOfARunSaysWhatItMeansWhereToLookAndWhatToChange() {
        Set<String> codes = new TreeSet<>();
        for (String folder : List.of("http", "pull", "format", "via", "sink")) {
            codes.addAll(found(RUN_ERROR, SOURCES.resolve(folder)));
        }
        codes.addAll(found(CHOSEN_CODE, SOURCES.resolve("http")));

        assertThat(codes)
                .contains(
                        "http_status",
                        "response_error",
                        "timeout",
                        "connection",
                        "interrupted",
                        "store",
                        "format",
                        "records_path",
                        "pagination",
                        "blocked_origin",
                        "auth_failed",
                        "rate_limited",
                        "response_too_large",
                        "destination",
                        "config");
        assertThat(rows("| error | what it means | where to look | what to change |", 4))
                .containsAll(codes);
    }

    @Test
    void everyErrorOfARunHasANextStepInTheLog() {
        String steps = read(SOURCES.resolve("pull/NextStep.java"));
        assertThat(rows("| error | what it means | where to look | what to change |", 4))
                .allSatisfy(code -> assertThat(steps).contains("Map.entry(\"" + code + "\""));
    }

    @Test
    void everyWarningOfARunSaysWhatItMeansAndWhatToDo() {
        Set<String> codes = found(WARNING, SOURCES.resolve("pull"));

        assertThat(codes).contains("pagination_loop", "max_pages", "records_missing", "resume_reset");
        assertThat(rows("| warning | what it means | what to do |", 3)).containsAll(codes);
    }

    @Test
    void everyRefusalOfTheHttpApiSaysWhatToDo() {
        Set<String> codes = found(REFUSAL, SOURCES);

        assertThat(codes).contains("invalid_json", "unauthorized", "unknown_flow", "backlog", "store_unavailable");
        assertThat(rows("| code | status | what to do |", 3)).containsAll(codes);
    }

    @Test
    void everyReasonOfAPauseSaysWhatToDo() {
        Set<String> reasons = REASON.matcher(read(SOURCES.resolve("push/PauseReason.java")))
                .results()
                .map(match -> match.group(1).toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(reasons).contains("unauthorized", "gone", "refused");
        assertThat(rows("| reason, error | what it means | what to do |", 3)).containsAll(reasons);
    }

    /** The codes of the table with this head; each of its rows has so many columns, none of them empty. */
    private Set<String> rows(String head, int columns) {
        int from = readme.indexOf(head);
        assertThat(from).as(head).isNotNegative();
        String table = readme.substring(from).split("\n\n", 2)[0];
        Set<String> codes = new TreeSet<>();
        ROW.matcher(table).results().forEach(row -> {
            List<String> cells = Arrays.asList(row.group(2).split(" \\| "));
            assertThat(cells).as(row.group()).hasSize(columns - 1).noneMatch(String::isBlank);
            codes.addAll(List.of(row.group(1).replace("`", "").split(", ")));
        });
        return codes;
    }

    private static Set<String> found(Pattern pattern, Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> pattern.matcher(read(file)).results())
                    .flatMap(match -> Stream.of(match.group(1), match.groupCount() > 1 ? match.group(2) : null))
                    .filter(code -> code != null)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
