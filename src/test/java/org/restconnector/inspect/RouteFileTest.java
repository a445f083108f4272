package org.restconnector.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class RouteFileTest {

    @Test
    void scalarsAreTextsAsTheyAreWritten() {
        RouteFile file = read(
                """
                - templatedRoute:
                    route-template-ref: rest-pull
                    parameters:
                      - {name: a, value: 5}
                      - {name: b, value: true}
                      - {name: c, value: null}
                      - {name: d, value: 1e3}
                      - {name: e, value: 0x1F}
                      - {name: f, value: ~}
                      - {name: g, value: 2026-01-31}
                      - {name: h, value: ""}
                      - {name: i, value: }
                      - name: j
                        value: |
                          one
                          two
                """);
        assertThat(file.problems()).isEmpty();
        assertThat(file.uses()).singleElement().satisfies(use -> {
            assertThat(use.template()).isEqualTo("rest-pull");
            assertThat(use.line()).isEqualTo(1);
            assertThat(use.lineOf("d")).isEqualTo(7);
            assertThat(use.lineOf("absent")).isEqualTo(1);
            assertThat(use.parameters())
                    .containsExactly(
                            entry("a", "5"),
                            entry("b", "true"),
                            entry("c", "null"),
                            entry("d", "1e3"),
                            entry("e", "0x1F"),
                            entry("f", "~"),
                            entry("g", "2026-01-31"),
                            entry("h", ""),
                            entry("i", ""),
                            entry("j", "one\ntwo\n"));
        });
    }

    @Test
    void readsTemplatesAndBeansAndPassesOverRoutes() {
        RouteFile file = read(
                """
                - beans:
                    - {name: my-queue, type: "#class:org.example.Queue"}
                - from: {uri: "direct:x", steps: []}
                - routeTemplate:
                    id: my-pull
                    description: Mine.
                    parameters:
                      - {name: name}
                      - {name: every, defaultValue: 5m}
                      - {name: team, required: false}
                    route: {group: rest-pull, from: {uri: "direct:y", steps: []}}
                """);
        assertThat(file.problems()).isEmpty();
        assertThat(file.uses()).isEmpty();
        assertThat(file.beans()).containsExactly("my-queue");
        assertThat(file.templates()).singleElement().satisfies(template -> {
            assertThat(template.kind()).isEqualTo("rest-pull");
            assertThat(template.parameter("name").orElseThrow().required()).isTrue();
            assertThat(template.parameter("every").orElseThrow().defaultValue()).contains("5m");
            assertThat(template.parameter("every").orElseThrow().required()).isFalse();
            assertThat(template.parameter("team").orElseThrow().required()).isFalse();
        });
    }

    @Test
    void aCopyTakesTheParametersOfItsOriginalButItsOwnDefaults() {
        RouteFile file = read(
                """
                - routeTemplate:
                    id: my-pull
                    parameters: [{name: every, defaultValue: 5m}, {name: team, required: false}]
                    route: {group: rest-pull, from: {uri: "direct:y", steps: []}}
                """);
        Templates templates = Templates.shipped().with(file.templates());
        assertThat(templates.ids()).containsExactly("rest-pull", "rest-fetch", "rest-push", "my-pull");
        assertThat(templates
                        .find("my-pull")
                        .orElseThrow()
                        .parameter("every")
                        .orElseThrow()
                        .defaultValue())
                .contains("5m");
        assertThat(templates.find("my-pull").orElseThrow().parameter("team")).isPresent();
        assertThat(templates
                        .find("my-pull")
                        .orElseThrow()
                        .parameter("url")
                        .orElseThrow()
                        .required())
                .isTrue();
        assertThat(templates
                        .find("rest-pull")
                        .orElseThrow()
                        .parameter("every")
                        .orElseThrow()
                        .defaultValue())
                .contains("1h");
    }

    @Test
    void aFileOfAnotherKindIsLeftAlone() {
        assertThat(read("apiVersion: camel.apache.org/v1\nkind: Pipe\n").problems())
                .isEmpty();
    }

    private static RouteFile read(String yaml) {
        return RouteFile.of(new RouteSource("x.camel.yaml", yaml));
    }
}
