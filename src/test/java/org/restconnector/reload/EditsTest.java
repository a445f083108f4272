package org.restconnector.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.restconnector.inspect.FileProblem;
import org.restconnector.inspect.RouteFileSearch.Found;
import org.restconnector.inspect.RouteParts;
import org.restconnector.inspect.RouteSource;

class EditsTest {
    private final Edits edits =
            new Edits(List.of(file("a", "orders", "items"), file("b", "crm")), EditsTest::problems, EditsTest::parts);

    private static RouteSource file(String name, String... pulls) {
        StringBuilder text = new StringBuilder();
        for (String pull : pulls) {
            text.append("- templatedRoute: {routeTemplateRef: rest-pull, parameters: [{name: name, value: ")
                    .append(pull)
                    .append("}]}\n");
        }
        return new RouteSource(name, text.toString());
    }

    private static RouteParts parts(List<RouteSource> sources) {
        return RouteParts.of(sources, value -> value);
    }

    /** A name that is used twice, and one that is called bad. */
    private static List<FileProblem> problems(List<RouteSource> sources) {
        List<FileProblem> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (RouteSource source : sources) {
            parts(List.of(source)).all().values().forEach(part -> {
                if (!names.add(part.name().orElseThrow()) || part.mentions("bad")) {
                    problems.add(new FileProblem(source.name(), part.line(), "is wrong"));
                }
            });
        }
        return problems;
    }

    private List<String> after(RouteSource... files) {
        edits.take(
                Stream.of(files).map(file -> new Found(file, Optional.empty())).toList());
        return edits.accepted().all().values().stream()
                .map(part -> part.file() + " " + part.name().orElseThrow())
                .sorted()
                .toList();
    }

    @Test
    void takesWhatIsFine() {
        assertThat(after(file("a", "orders"), file("c", "new"))).containsExactly("a orders", "c new");
    }

    @Test
    void keepsAFileWithAProblemAndTakesTheOthers() {
        assertThat(after(file("a", "orders", "bad"), file("b", "crm", "new")))
                .containsExactly("a items", "a orders", "b crm", "b new");
    }

    @Test
    void aNameMayMoveFromOneFileToAnother() {
        assertThat(after(file("a", "orders"), file("b", "crm", "items")))
                .containsExactly("a orders", "b crm", "b items");
    }

    @Test
    void aNameThatCannotMoveStaysWhereItWas() {
        assertThat(after(file("a", "orders"), file("b", "crm", "items", "bad")))
                .containsExactly("a items", "a orders", "b crm");
    }

    @Test
    void aNameThatIsTakenIsAProblemOfTheNewFileAlone() {
        assertThat(after(file("0", "crm"), file("a", "orders"), file("b", "crm")))
                .containsExactly("a orders", "b crm");
    }

    @Test
    void takesAFileOnceItsProblemIsGone() {
        after(file("a", "orders", "bad"), file("b", "crm"));
        assertThat(after(file("a", "orders"), file("b", "crm"))).containsExactly("a orders", "b crm");
    }

    @Test
    void keepsAFileThatCannotBeRead() {
        edits.take(List.of(
                new Found(new RouteSource("a", ""), Optional.of("a cannot be read")),
                new Found(file("b", "crm", "new"), Optional.empty())));
        assertThat(edits.accepted().all().keySet())
                .containsExactlyInAnyOrder("name orders", "name items", "name crm", "name new");
    }
}
