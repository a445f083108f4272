package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restconnector.settings.Parameters;
import org.restconnector.testing.PullParameters;

class HeaderLinesTest {
    @Test
    void readsALineEach() throws PermanentFault {
        Parameters parameters = PullParameters.with("headers", "\n Accept : text/x; q=1 \nX-At: a:b\nX-Empty:\n");
        assertThat(HeaderLines.of(parameters, "headers"))
                .extracting(line -> line.name() + "=" + line.value().render(Optional::of))
                .containsExactly("Accept=text/x; q=1", "X-At=a:b", "X-Empty=");
        assertThat(parameters.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no colon", "two words: x", ": x", "Host: h", "content-length: 3", "X: ${open"})
    void whatIsNoHeaderIsAProblem(String line) {
        Parameters parameters = PullParameters.with("headers", line);
        HeaderLines.of(parameters, "headers");
        assertThat(parameters.problems()).singleElement().satisfies(problem -> assertThat(problem.parameter())
                .isEqualTo("headers"));
    }

    @Test
    void valuesOfCredentialsAreSecret() {
        Parameters parameters =
                PullParameters.with("headers", "Authorization: Bearer s3cret\nX-Api-Key: k3y\nAccept: x");
        HeaderLines.of(parameters, "headers");
        assertThat(parameters.secrets()).contains("s3cret", "k3y").doesNotContain("x");
    }
}
