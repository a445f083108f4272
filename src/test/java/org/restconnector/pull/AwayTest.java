package org.restconnector.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.restconnector.json.Json;

class AwayTest {
    static Stream<Throwable> away() {
        return Stream.of(
                new ConnectException("refused"),
                new SocketTimeoutException(),
                new TimeoutException(),
                new SQLException("gone", "08006"),
                new SQLException("going down", "57P01"),
                new IllegalStateException(new RuntimeException(new IOException("reset"))));
    }

    @ParameterizedTest
    @MethodSource("away")
    void aConnectionFaultMeansThatNobodyIsThere(Throwable thrown) {
        assertThat(Away.is(thrown)).isTrue();
    }

    @Test
    void aRefusalMeansThatSomebodyIs() {
        assertThat(Away.is(new IllegalStateException("no"))).isFalse();
        assertThat(Away.is(new SQLException("unique", "23505"))).isFalse();
        assertThat(Away.is(new HttpOperationFailedException("http://h", 503, "busy", null, Map.of(), "")))
                .isFalse();
        assertThat(Away.is(unreadable())).isFalse();
    }

    @Test
    void aCircleOfCausesEnds() {
        RuntimeException first = new RuntimeException("first");
        first.initCause(new RuntimeException("second", first));
        assertThat(Away.is(first)).isFalse();
    }

    private static Exception unreadable() {
        try {
            Json.read("{");
            throw new AssertionError("that is no JSON");
        } catch (IOException e) {
            return new IllegalStateException(e);
        }
    }
}
