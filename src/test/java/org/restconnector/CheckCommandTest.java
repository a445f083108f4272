package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.restconnector.settings.SettingsException;
import org.restconnector.testing.ChildProcess;
import org.restconnector.testing.Once;
import org.restconnector.testing.Workspace;

class CheckCommandTest {
    private static final String COPY =
            """
            - routeTemplate:
                id: my-pull
                parameters:
                  - {name: name, required: true}
                  - {name: every, defaultValue: 5m}
                  - {name: team, required: false}
                route:
                  group: rest-pull
                  autoStartup: "{{connector.schedule:true}}"
                  from:
                    uri: timer:my-pull-{{name}}
                    steps:
                      - to: direct:rest-pages
            """;

    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
    }

    static Stream<BadFile> files() {
        return BadFile.all();
    }

    static Stream<BadFile> filesThatAnyRuntimeRefuses() {
        return BadFile.all().filter(BadFile::inCamel);
    }

    @ParameterizedTest
    @MethodSource("files")
    void refusesABadFileAndNamesThePlace(BadFile bad) {
        workspace.routes("items", bad.yaml());
        Once.Outcome outcome = Once.command(workspace, "check");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().get(0))
                .startsWith("routes/items.camel.yaml:" + bad.place())
                .satisfies(line -> assertThat(bad.says()).allMatch(line::contains));
    }

    @ParameterizedTest
    @MethodSource("files")
    void theStartRefusesItWithTheSameLines(BadFile bad) {
        workspace.routes("items", bad.yaml());
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isEqualTo(Once.command(workspace, "check").err());
        assertThat(workspace.directory().resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("filesThatAnyRuntimeRefuses")
    void anotherRuntimeRefusesItWithThePlaceToo(BadFile bad) throws Exception {
        workspace.routes("items", bad.yaml());
        Main host = host("classpath:camel/*.yaml,file:" + workspace.directory() + "/routes/*");
        Throwable thrown = catchThrowable(host::start);
        host.stop();
        assertThat(settings(thrown).getMessage().lines()).anySatisfy(line -> assertThat(line)
                .startsWith(workspace.directory() + "/routes/items.camel.yaml:" + bad.place())
                .satisfies(all -> assertThat(bad.says()).allMatch(all::contains)));
    }

    @Test
    void aPullInJavaHasNoPlace() throws Exception {
        Main host = host("classpath:camel/*.yaml");
        host.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                templatedRoute("rest-pull").parameter("name", "orders").parameter("recrods", "$");
            }
        });
        assertThatThrownBy(host::start)
                .hasStackTraceContaining("rest-pull orders: unknown parameter 'recrods'; did you mean 'records'?");
        host.stop();
    }

    @Test
    void whatCamelCannotMakeOfADestinationStopsTheStart() {
        workspace.routes("items", BadFile.yaml("items", "file:out?nonsense=1"));
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .singleElement()
                .asString()
                .startsWith("routes/items.camel.yaml:6: parameter 'to' holds file:out, which cannot be used")
                .contains("nonsense");

        workspace.routes("items", BadFile.yaml("items", "kamelet:table-sink?table=connector_run"));
        Once.Outcome reserved = Once.run(workspace);
        assertThat(reserved.exitCode()).isEqualTo(2);
        assertThat(reserved.err()).singleElement().asString().contains("'connector_run' is reserved");
    }

    @Test
    void aNameIsUniqueOverAllFiles() {
        workspace.routes("one", BadFile.yaml("items", "direct:x")).routes("two", BadFile.yaml("items", "direct:x"));
        assertThat(Once.command(workspace, "check").err())
                .containsExactly("routes/two.camel.yaml:4: parameter 'name' is 'items', which is used twice, first in"
                        + " routes/one.camel.yaml:4; names are unique over all templates");
    }

    @Test
    void saysHowManyPullsAreFine() {
        workspace
                .routes("one", BadFile.yaml("one", "direct:x"))
                .routes("two", BadFile.yaml("two", "direct:x") + "- from: {uri: \"direct:x\", steps: []}\n");
        Once.Outcome all = Once.command(workspace, "check");
        assertThat(all.exitCode()).isZero();
        assertThat(all.out()).containsExactly("2 pulls in 2 files: fine");
        assertThat(Once.command(workspace, "check", "routes/one.camel.yaml").out())
                .containsExactly("1 pull in 1 file: fine");
    }

    @Test
    void countsFlowsAndFetchesAsWell() {
        workspace.routes(
                "crm",
                """
                - templatedRoute:
                    routeTemplateRef: rest-push
                    parameters:
                      - {name: name, value: crm}
                      - {name: url, value: "http://127.0.0.1:1/crm"}
                - templatedRoute:
                    routeTemplateRef: rest-fetch
                    parameters:
                      - {name: name, value: details}
                      - {name: url, value: "http://127.0.0.1:1/items/${body[id]}"}
                      - {name: to, value: "direct:x"}
                - from: {uri: "direct:x", steps: []}
                """);
        assertThat(Once.command(workspace, "check").out()).containsExactly("1 fetch, 1 flow in 1 file: fine");
    }

    @Test
    void namesAFileThatIsNotThere() {
        Once.Outcome outcome = Once.command(workspace, "check", "routes/none.camel.yaml");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).containsExactly("routes/none.camel.yaml does not exist");
    }

    @Test
    void aStartWithoutAnyFileSaysWhereTheyAreLookedFor() {
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).singleElement().asString().contains("routes/*.camel.yaml");
    }

    @Test
    void aCopyOfATemplateIsAPullToo() {
        String use = BadFile.yaml("items", "direct:x").replace("rest-pull", "my-pull");
        workspace.routes("copy", COPY).routes("items", use + "      - {name: team, value: blue}\n");
        Once.Outcome good = Once.command(workspace, "check");
        assertThat(good.err()).isEmpty();
        assertThat(good.out()).containsExactly("1 pull in 2 files: fine");
        assertThat(Once.command(workspace, "check", "routes/items.camel.yaml").exitCode())
                .isZero();

        workspace.routes("items", use + "      - {name: recrods, value: blue}\n");
        assertThat(Once.command(workspace, "check").err())
                .containsExactly("routes/items.camel.yaml:7: unknown parameter 'recrods'; did you mean 'records'?");
        assertThat(Once.run(workspace).exitCode()).isEqualTo(2);
    }

    @Test
    void aPlainRouteThatCamelCannotReadIsOneLine() {
        workspace
                .routes("items", BadFile.yaml("items", "direct:x"))
                .routes("plain", "- from:\n    uri: direct:x\n    stepz: []\n");
        Once.Outcome outcome = Once.run(workspace);
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).singleElement().asString().contains("plain.camel.yaml:2: ", "stepz");
    }

    @Test
    void verboseShowsTheStackTrace() {
        workspace.routes("items", "# nothing\n");
        assertThat(Once.run(workspace).err()).hasSize(1);
        assertThat(Once.command(workspace, "once", "--verbose").err()).anyMatch(line -> line.startsWith("\tat "));
    }

    /** Camel takes an environment variable that is named as a parameter for a value of it. */
    @Test
    void aVariableOfTheEnvironmentIsNoParameter() {
        workspace.routes("items", BadFile.yaml("items", "direct:x") + "      - {name: maxPages, value: 0}\n");
        try (ChildProcess child = ChildProcess.in(workspace)
                .env("recrods", "x")
                .env("METHOD", "DELETE")
                .env("method", "DELETE")
                .env("CURSOR", "x")
                .start("once")) {
            assertThat(child.exitCode()).isEqualTo(2);
            assertThat(child.err()).singleElement().asString().contains("maxPages");
        }
    }

    private Main host(String routes) {
        Main host = new Main();
        host.addInitialProperty("camel.main.routesIncludePattern", routes);
        host.addInitialProperty(
                "connector.store.url", "jdbc:sqlite:" + workspace.directory().resolve("host.db"));
        host.addInitialProperty("connector.data", workspace.directory().toString());
        return host;
    }

    private static SettingsException settings(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingsException settings) {
                return settings;
            }
        }
        throw new AssertionError("no SettingsException", thrown);
    }
}
