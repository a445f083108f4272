package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    @Test
    void comparesSchemeHostAndPort() {
        Origin origin = Origin.of(URI.create("HTTPS://API.example.com/x"));
        assertThat(origin)
                .isEqualTo(Origin.of(URI.create("https://api.example.com:443")))
                .isNotEqualTo(Origin.of(URI.create("http://api.example.com:443")))
                .isNotEqualTo(Origin.of(URI.create("https://api.example.com:8443")))
                .isNotEqualTo(Origin.of(URI.create("https://api.example.com.evil.com")))
                .hasToString("https://api.example.com");
        assertThat(Origin.of(URI.create("http://h:81"))).hasToString("http://h:81");
    }

    @Test
    void isNamedByHostOrHostAndPort() {
        Origin origin = Origin.of(URI.create("https://files.example.com/x"));
        assertThat(origin.named("Files.example.com")).isTrue();
        assertThat(origin.named("files.example.com:443")).isTrue();
        assertThat(origin.named("files.example.com:80")).isFalse();
        assertThat(origin.named("example.com")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/path", "ftp://h/x", "file:///etc/passwd", "http:x", "//h/x"})
    void isOfHttpAlone(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> Origin.of(URI.create(url)));
    }
}
