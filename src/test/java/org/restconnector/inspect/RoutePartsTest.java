package org.restconnector.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoutePartsTest {
    private static final String FIRST =
            """
            - templatedRoute:
                routeTemplateRef: rest-pull
                parameters:
                  - {name: name, value: orders}
                  - {name: url, value: "https://api.example.com/orders?a=1&b=%41"}
                  - {name: to, value: "direct:map"}
            - templatedRoute:
                routeTemplateRef: rest-push
                parameters:
                  - {name: name, value: crm}
                  - {name: url, value: "https://crm.example.com/{stream}"}
            """;
    private static final String PLAIN =
            """
            - beans:
                - {name: mapper, type: "com.example.Mapper"}
            - route:
                id: map
                from: {uri: "direct:map", steps: [{to: "bean:mapper"}]}
            """;

    private static RouteParts of(String... texts) {
        return RouteParts.of(
                Stream.of(texts)
                        .map(text -> new RouteSource("file" + List.of(texts).indexOf(text), text))
                        .toList(),
                value -> value);
    }

    @Test
    void onlyWhatIsEditedHasChanged() {
        assertThat(of(FIRST).changesTo(of(FIRST.replace("{stream}", "{tenant}"))))
                .containsExactly(Set.of("name crm"));
    }

    @Test
    void commentsAndTheWayItIsWrittenChangeNothing() {
        String other = "# a comment\n\n" + FIRST.replace("value: orders}", "value:   orders }  # and one more");
        assertThat(of(FIRST).changesTo(of(other))).isEmpty();
    }

    @Test
    void aPartThatMovesToAnotherFileHasNotChanged() {
        int second = FIRST.indexOf("- templatedRoute", 1);
        RouteParts moved = of(FIRST.substring(0, second), FIRST.substring(second));
        assertThat(of(FIRST).changesTo(moved)).isEmpty();
    }

    @Test
    void whatAPartLeadsToIsPartOfIt() {
        RouteParts edited = of(FIRST, PLAIN.replace("com.example.Mapper", "com.example.Other"));
        assertThat(of(FIRST, PLAIN).changesTo(edited)).containsExactly(Set.of("name orders", "file file1"));
        assertThat(of(FIRST, PLAIN).changesTo(of(FIRST))).containsExactly(Set.of("name orders", "file file1"));
    }

    @Test
    void changesThatHaveNothingToDoWithOneAnotherAreApart() {
        String edited = FIRST.replace("{stream}", "{tenant}").replace("orders?a=1", "orders?a=2");
        assertThat(of(FIRST).changesTo(of(edited)))
                .containsExactlyInAnyOrder(Set.of("name crm"), Set.of("name orders"));
    }

    @Test
    void aPartHoldsJustWhatItsFileSays() throws IOException {
        String odd =
                """
                - templatedRoute:
                    routeTemplateRef: rest-pull
                    parameters:
                      - {name: name, value: odd}
                      - {name: since, value: 1e3}
                      - {name: deliver, value: null}
                      - {name: tokenPrefix, value: ""}
                      - name: headers
                        value: |
                          A: {{env:X}}
                          B: "${date:now:yyyy}"
                      - {name: records, value: '$.data[?(@.a > 1 && @.b == "x")]'}
                      - {name: body, value: "{\\"a\\": \\"ü\\\\n%41#\\"}"}
                """;
        assertThat(of(odd).find("name odd").orElseThrow().templated())
                .isEqualTo(RouteFile.of(new RouteSource("odd", odd)).uses().stream()
                        .map(TemplateUse::parameters)
                        .toList());
        try (Stream<Path> files = Files.list(Path.of("routes/demo"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                assertThat(of(text).all().values().stream()
                                .flatMap(part -> part.templated().stream())
                                .toList())
                        .containsExactlyInAnyOrderElementsOf(RouteFile.of(new RouteSource("demo", text)).uses().stream()
                                .map(TemplateUse::parameters)
                                .toList());
            }
        }
    }
}
