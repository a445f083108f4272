package org.restconnector.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.Once;
import org.restconnector.testing.Workspace;

/** The README shows what is there: parameters, defaults, commands, and YAML that the program takes. */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("camel-rest-connector\\.jar ([a-z-]+)(?: (list|show))?");
    private static final List<String> TEMPLATES = List.of("rest-pull", "rest-fetch", "rest-push");

    @TempDir
    private Path directory;

    private final String readme = read(Path.of("README.md"));

    @TestFactory
    Stream<DynamicTest> everyParameterStandsThereWithItsDefault() {
        return TEMPLATES.stream().flatMap(template -> parameters(template)
                .map(parameter ->
                        DynamicTest.dynamicTest(template + " " + parameter.get("name"), () -> assertThat(rows(template))
                                .contains(beginOfRow(parameter)))));
    }

    /** A fetch has the parameters of a pull, and says what is different. */
    private String rows(String template) {
        String own = section("### Parameters of `" + template + "`");
        return template.equals("rest-fetch") ? own + section("### Parameters of `rest-pull`") : own;
    }

    private static String beginOfRow(Map<String, Object> parameter) {
        String standard = Boolean.TRUE.equals(parameter.get("required"))
                ? "required"
                : parameter.containsKey("defaultValue") ? "`" + parameter.get("defaultValue") + "`" : "";
        return "\n| `%s` | %s |".formatted(parameter.get("name"), standard).replace("|  |", "| |");
    }

    @TestFactory
    Stream<DynamicTest> noParameterStandsThereThatDoesNotExist() {
        return TEMPLATES.stream()
                .map(template -> DynamicTest.dynamicTest(template, () -> {
                    String section = section("### Parameters of `" + template + "`");
                    List<String> declared = parameters(template)
                            .map(p -> String.valueOf(p.get("name")))
                            .toList();
                    List<String> shown = matches(Pattern.compile("(?m)^\\| `(\\w+)` \\|"), section);
                    assertThat(shown).doesNotHaveDuplicates();
                    assertThat(declared).containsAll(shown);
                }));
    }

    /** From a heading to the next one of its level or a higher one. */
    private String section(String heading) {
        int from = readme.indexOf(heading + "\n");
        assertThat(from).as(heading).isNotNegative();
        int level = heading.indexOf(' ');
        return readme.substring(from, from + level)
                + Pattern.compile("(?m)^#{2," + level + "} ").split(readme.substring(from + level), 2)[0];
    }

    @TestFactory
    Stream<DynamicTest> everyPullAndFlowPassesTheCheck() {
        return matches(BLOCK, readme).stream()
                .map(block -> DynamicTest.dynamicTest(block.lines().findFirst().orElseThrow(), () -> {
                    Workspace workspace = new Workspace(directory)
                            .property("connector.connection.crm.url", "https://api.example.com/v2")
                            .routes("readme", file(block));
                    Files.createDirectories(directory.resolve("config/tenants"));
                    Once.Outcome outcome = Once.command(workspace, "check");

                    assertThat(outcome.exitCode())
                            .as(outcome + "\n" + file(block))
                            .isZero();
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyCommandExists() {
        return COMMAND.matcher(readme)
                .results()
                .map(MatchResult::group)
                .map(text -> text.substring(text.indexOf(' ') + 1))
                .distinct()
                .map(command -> DynamicTest.dynamicTest(command, () -> {
                    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
                    arguments.add("--help");
                    assertThat(Once.command(new Workspace(directory), arguments.toArray(String[]::new))
                                    .exitCode())
                            .isZero();
                }));
    }

    @Test
    void everyCommandOfTheProgramIsNamed() {
        List<String> help = Once.command(new Workspace(directory), "--help").out();
        List<String> commands = help.subList(help.indexOf("Commands:") + 1, help.size()).stream()
                .filter(line -> line.matches("  [a-z].*"))
                .map(line -> line.strip().split(" ")[0])
                .toList();

        assertThat(commands).isNotEmpty().allSatisfy(command -> assertThat(readme)
                .contains("| `" + command));
    }

    @Test
    void everyKeyOfTheSamplePropertiesIsNamed() throws IOException {
        String sample = read(Path.of("application.properties"));

        assertThat(matches(Pattern.compile("(?m)^#?(connector\\.[\\w.]+)="), sample))
                .isNotEmpty()
                .map(key -> key.replaceAll("connector\\.db\\.warehouse\\.\\w+", "connector.db.NAME.url")
                        .replaceAll("connector\\.connection\\.crm\\.\\w+", "connector.connection.NAME.KEY")
                        .replaceAll("connector\\.tls\\.partner\\.\\w+", "connector.tls.NAME.trustStore"))
                .allSatisfy(key -> assertThat(readme).contains("`" + key + "`"));
    }

    /** A block is a file, or parameters of a pull or flow that lacks nothing else. */
    private String file(String block) {
        String yaml = block.replaceAll("\\{\\{env:\\w+}}", "value");
        if (Pattern.compile("(?m)^- (templatedRoute|route):").matcher(yaml).find()) {
            return yaml;
        }
        boolean isFlow = section("## Write your own flow").contains(block);
        StringBuilder file = new StringBuilder("- templatedRoute:\n    routeTemplateRef: %s\n    parameters:\n"
                .formatted(isFlow ? "rest-push" : "rest-pull"));
        Map<String, String> essential = isFlow
                ? Map.of("name", "readme", "url", "https://api.example.com/items")
                : Map.of("name", "readme", "url", "https://api.example.com/items", "to", "log:readme");
        essential.forEach((name, value) -> {
            if (!Pattern.compile("name: " + name + "\\b").matcher(yaml).find()) {
                file.append("      - {name: %s, value: \"%s\"}\n".formatted(name, value));
            }
        });
        yaml.lines().forEach(line -> file.append("      ").append(line).append('\n'));
        return file.toString();
    }

    @SuppressWarnings("unchecked")
    private static Stream<Map<String, Object>> parameters(String template) {
        try {
            List<Map<String, Map<String, Object>>> file = new YAMLMapper()
                    .readValue(
                            Path.of("src/main/resources/camel/" + template + ".camel.yaml")
                                    .toFile(),
                            List.class);
            return ((List<Map<String, Object>>) file.get(0).get("routeTemplate").get("parameters")).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
