package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlMaskTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://h/p?a=1&b=2 | https://h/p?a=1&b=2",
                "https://user:pw@h:8443/p#frag | https://h:8443/p",
                "https://h/p?api_key=s3cret&a=1 | https://h/p?api_key=***&a=1",
                "https://h/p?API-KEY=s3cret | https://h/p?API-KEY=***",
                "https://h/p?access%5Ftoken=s3cret | https://h/p?access%5Ftoken=***",
                "https://h/p?X-Amz-Signature=s3cret&Signature=s3cret | https://h/p?X-Amz-Signature=***&Signature=***",
                "https://h/p?token | https://h/p?token",
                "mailto:x | mailto:"
            })
    void showsNoCredential(String url, String shown) {
        assertThat(UrlMask.show(URI.create(url))).isEqualTo(shown);
    }

    @Test
    void findsTheCredentialsOfAQuery() {
        assertThat(UrlMask.credentials(URI.create("https://h/p?a=1&token=a%2Fb&key=")))
                .contains("a%2Fb", "a/b");
        assertThat(UrlMask.credentials(URI.create("https://h/p"))).isEmpty();
    }
}
