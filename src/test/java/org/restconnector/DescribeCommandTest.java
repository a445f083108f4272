package org.restconnector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.inspect.Kamelets;
import org.restconnector.inspect.Templates;
import org.restconnector.settings.Parameter;
import org.restconnector.testing.Once;
import org.restconnector.testing.Workspace;

class DescribeCommandTest {
    private Workspace workspace;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        workspace = new Workspace(directory);
    }

    @Test
    void listsTemplatesAndDestinations() {
        Once.Outcome outcome = Once.command(workspace, "describe");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("  rest-pull", "  jsonl-sink", "  table-sink");
    }

    @Test
    void showsEachParameterWithDefaultAndMeaning() {
        List<String> lines = Once.command(workspace, "describe", "rest-pull").out();
        assertThat(lines)
                .contains("  name (required)", "  every = 1h", "  cron", "      Secret. bearer: the token.")
                .allMatch(line -> line.length() <= 100);
        assertThat(Templates.shipped().find("rest-pull").orElseThrow().parameters())
                .extracting(Parameter::name)
                .allMatch(name -> lines.stream().anyMatch(line -> line.matches("  " + name + "( .*)?")));
    }

    @Test
    void showsTheParametersOfAKamelet() {
        assertThat(Once.command(workspace, "describe", "table-sink").out())
                .contains("  table (required)", "  mode = upsert", "  db");
    }

    @Test
    void anUnknownTemplateNamesTheKnownOnes() {
        Once.Outcome outcome = Once.command(workspace, "describe", "rest-pll");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .singleElement()
                .asString()
                .contains("'rest-pll'", "did you mean 'rest-pull'?")
                .contains(Kamelets.SHIPPED);
    }
}
