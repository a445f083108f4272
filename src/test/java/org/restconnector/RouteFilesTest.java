package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.inspect.Kamelets;
import org.restconnector.inspect.Templates;
import org.restconnector.pull.PullRegistry;
import org.restconnector.settings.Parameter;
import org.restconnector.settings.Parameters;
import org.restconnector.settings.Placeholders;
import org.restconnector.settings.Template;
import org.restconnector.testing.Once;
import org.restconnector.testing.Workspace;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Holds the YAML that ships to its style. */
class RouteFilesTest {
    private static final Path CAMEL = Path.of("src/main/resources/camel");
    private static final Path KAMELETS = Path.of("src/main/resources/kamelets");
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\??([A-Za-z0-9]+)}}");
    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(password|secret|token|apiKey|loginBody)(?!.*(Url|Name|In|Path|Ttl|Header|Prefix|Params)$).*");
    private static final Set<String> STEPS =
            Set.of("to", "toD", "bean", "process", "split", "recipientList", "aggregate");

    static List<Path> shipped() {
        return Stream.of(files(CAMEL), files(KAMELETS)).flatMap(List::stream).toList();
    }

    static List<Path> routes() {
        return files(CAMEL);
    }

    static List<Path> all() {
        return Stream.of(shipped(), files(Path.of("routes")))
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void beginsWithThreeLinesThatSayWhatItIs(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).startsWith("# ");
        if (shipped().contains(file)) {
            assertThat(lines.subList(0, 3)).allMatch(line -> line.startsWith("# "));
            assertThat(lines.get(3)).doesNotStartWith("#");
        }
    }

    /** Its log, its properties, its services: a file of such a name at the jar's root would become a host's. */
    @Test
    void nothingLiesWhereAHostWouldTakeItForItsOwn() throws IOException {
        try (Stream<Path> root = Files.list(CAMEL.getParent());
                Stream<Path> services = Files.list(CAMEL.resolveSibling("META-INF/services"))) {
            assertThat(root)
                    .extracting(Path::getFileName)
                    .map(Path::toString)
                    .containsExactlyInAnyOrder("META-INF", "camel", "connector", "kamelets", "org");
            assertThat(services)
                    .extracting(Path::getFileName)
                    .map(Path::toString)
                    .containsExactly("org.apache.camel.spi.ContextServicePlugin");
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void isCalledAsItsFirstEntry(Path file) {
        assertThat(file.getFileName().toString()).isEqualTo(first(file) + ".camel.yaml");
    }

    private static Object first(Path file) {
        Map<?, ?> entry = (Map<?, ?>) ((List<?>) load(file)).get(0);
        return ((Map<?, ?>) entry.values().iterator().next()).get("id");
    }

    @Test
    void kameletsAreCalledAsTheirFiles() {
        assertThat(files(KAMELETS)).allSatisfy(file -> {
            Object name = ((Map<?, ?>) ((Map<?, ?>) load(file)).get("metadata")).get("name");
            assertThat(file.getFileName().toString()).isEqualTo(name + ".kamelet.yaml");
        });
    }

    @Test
    void theCommandsKnowWhatShips() {
        assertThat(files(KAMELETS).stream()
                        .map(file -> file.getFileName().toString().replace(".kamelet.yaml", "")))
                .containsExactlyInAnyOrderElementsOf(Kamelets.SHIPPED);
        assertThat(files(CAMEL))
                .extracting(file -> file.getFileName().toString().replace(".camel.yaml", ""))
                .containsExactlyInAnyOrderElementsOf(ShippedFiles.ROUTES);
        assertThat(files(CAMEL).stream()
                        .filter(file -> !maps(load(file), "routeTemplate").isEmpty()))
                .extracting(file -> file.getFileName().toString().replace(".camel.yaml", ""))
                .containsExactlyInAnyOrderElementsOf(Templates.KINDS);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyStepThatCanFailHasAnIdOfItsOwn(Path file) {
        List<Object> ids = new ArrayList<>();
        for (String step : STEPS) {
            for (Object value : values(load(file), step)) {
                boolean without = !(value instanceof Map<?, ?> map) || map.get("id") == null;
                assertThat(without).as(step + " " + value).isFalse();
                ids.add(((Map<?, ?>) value).get("id"));
            }
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void noIdIsUsedTwice() {
        List<Object> ids = new ArrayList<>();
        routes().forEach(file -> {
            for (String kind : List.of("route", "routeConfiguration", "routeTemplate")) {
                maps(load(file), kind).stream()
                        .map(map -> map.get("id"))
                        .filter(Objects::nonNull)
                        .forEach(ids::add);
            }
        });
        assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void noRouteTakesTheErrorHandlerOfItsHost(Path file) {
        assertThat(maps(load(file), "routeConfiguration"))
                .allSatisfy(map -> assertThat(map.get("id")).isNotNull());
        assertThat(maps(load(file), "route").stream().filter(map -> map.containsKey("from")))
                .allSatisfy(
                        map -> assertThat(map.containsKey("errorHandler") || map.containsKey("routeConfigurationId"))
                                .as("errorHandler or routeConfigurationId of " + map.get("id") + " in " + file)
                                .isTrue());
    }

    @Test
    void theLoopOverPagesEndsWhenTheProgramStops() {
        assertThat(maps(load(CAMEL.resolve("rest-pages.camel.yaml")), "loop"))
                .anySatisfy(loop -> assertThat(loop.get("breakOnShutdown")).isEqualTo(true));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void whatATemplateReadsIsDeclared(Path file) {
        for (Map<?, ?> template : maps(load(file), "routeTemplate")) {
            Set<Object> declared = new HashSet<>();
            ((List<?>) template.get("parameters")).forEach(one -> declared.add(((Map<?, ?>) one).get("name")));
            assertThat(declared).containsAll(references(template.get("route")));
        }
    }

    @Test
    void whatAKameletReadsIsDeclared() {
        files(KAMELETS).forEach(file -> {
            Map<?, ?> spec = (Map<?, ?>) ((Map<?, ?>) load(file)).get("spec");
            Set<Object> declared = new HashSet<>(maps(spec, "properties").get(0).keySet());
            Map<?, ?> template = (Map<?, ?>) spec.get("template");
            ((List<?>) template.get("beans")).forEach(bean -> declared.add(((Map<?, ?>) bean).get("name")));
            assertThat(declared).containsAll(references(template));
        });
    }

    @Test
    void everyParameterIsDescribedAndSecretsAreMarked() {
        List<Parameter> parameters = new ArrayList<>();
        Templates.shipped().all().forEach(template -> parameters.addAll(template.parameters()));
        Kamelets.SHIPPED.forEach(name -> parameters.addAll(
                new Kamelets(Optional.empty()).find(name).orElseThrow().parameters()));
        assertThat(parameters).allSatisfy(parameter -> {
            assertThat(parameter.description())
                    .as(parameter.name())
                    .isNotBlank()
                    .endsWith(".");
            assertThat(parameter.secret())
                    .as(parameter.name())
                    .isEqualTo(SECRET.matcher(parameter.name()).matches());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"rest-pull", "rest-fetch"})
    void everyDeclaredParameterIsRead(String id) {
        Set<String> read = new HashSet<>();
        Template template = Templates.shipped().find(id).orElseThrow();
        for (Map<String, String> given : variants()) {
            Parameters parameters =
                    new Parameters(template, given, new Placeholders(key -> Optional.empty(), Map.of(), Path.of("")));
            new PullRegistry().add(parameters);
            read.addAll(parameters.read());
        }
        assertThat(template.parameters()).extracting(Parameter::name).allMatch(read::contains);
    }

    @Test
    void aFetchTakesAllThatAPullTakesButScheduleAndIncrement() {
        List<String> pull = names("rest-pull");
        pull.removeAll(List.of("every", "cron", "incremental", "since", "sinceParam", "untilParam", "sinceFormat"));
        pull.removeAll(List.of("lookback", "window"));
        List<String> fetch = names("rest-fetch");
        fetch.remove("parentFields");
        assertThat(fetch).isEqualTo(pull);
    }

    private static List<String> names(String template) {
        return Templates.shipped().find(template).orElseThrow().parameters().stream()
                .map(Parameter::name)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<Map<String, String>> variants() {
        List<Map<String, String>> variants = new ArrayList<>();
        for (String pagination : List.of("page", "offset", "cursor", "last-record", "next-url", "link-header")) {
            for (String auth : List.of("basic", "bearer", "api-key")) {
                Map<String, String> given = new LinkedHashMap<>();
                given.put("pagination", pagination);
                given.put("auth", auth);
                variants.add(given);
            }
        }
        return variants;
    }

    @Test
    void theDemoChecksClean(@TempDir Path directory) throws IOException {
        Workspace workspace = new Workspace(directory).property("connector.demo", "true");
        for (Path file : files(Path.of("routes"))) {
            workspace.write(file.toString(), Files.readString(file));
        }
        Once.Outcome outcome = Once.command(workspace, "check");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object load(Path file) {
        try {
            return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All values of a key, however deep. */
    private static List<Object> values(Object node, String key) {
        List<Object> found = new ArrayList<>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (name.equals(key)) {
                    found.add(value);
                }
                found.addAll(values(value, key));
            });
        } else if (node instanceof List<?> list) {
            list.forEach(value -> found.addAll(values(value, key)));
        }
        return found;
    }

    private static List<Map<?, ?>> maps(Object node, String key) {
        List<Map<?, ?>> maps = new ArrayList<>();
        values(node, key).forEach(value -> {
            if (value instanceof Map<?, ?> map) {
                maps.add(map);
            }
        });
        return maps;
    }

    private static Set<Object> references(Object node) {
        Set<Object> names = new HashSet<>();
        Matcher matcher = REFERENCE.matcher(String.valueOf(node));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
