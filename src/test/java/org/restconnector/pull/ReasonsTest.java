package org.restconnector.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.restconnector.testing.PullParameters;

class ReasonsTest {
    private final PullSettings pull = PullSettings.of(PullParameters.with("auth", "bearer", "token", "{{env:TOKEN}}"));

    @Test
    void anHttpDestinationSaysItsStatusAndItsWords() {
        Exception refused = new IllegalStateException(
                "wrapped",
                new HttpOperationFailedException("http://h/?key=x", 422, "no", null, Map.of(), "{\"error\":\"name\"}"));
        assertThat(Reasons.of(refused, pull)).isEqualTo("answered 422: {\"error\":\"name\"}");
        assertThat(Reasons.status(refused)).hasValue(422);
    }

    @Test
    void anotherSaysTheRootOfItsFault() {
        assertThat(Reasons.of(new RuntimeException("outer", new IllegalStateException("table is locked")), pull))
                .isEqualTo("table is locked");
        assertThat(Reasons.of(new ConnectException("refused"), pull)).isEqualTo("ConnectException: refused");
        assertThat(Reasons.of(new NullPointerException(), pull)).isEqualTo("NullPointerException");
        assertThat(Reasons.status(new IllegalStateException())).isEmpty();
    }

    @Test
    void noSecretIsShownAndNoNovel() {
        assertThat(Reasons.of(new IllegalStateException("token t0ken-of-the-test refused"), pull))
                .isEqualTo("token *** refused");
        assertThat(Reasons.of(new IllegalStateException("x".repeat(10_000)), pull))
                .hasSize(Reasons.LONGEST);
    }
}
