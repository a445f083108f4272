package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restconnector.http.TenantText.Kind;

class TenantTextTest {
    private static String with(Kind kind, String text, String value) {
        return new TenantText(kind, text).with(Map.of("a", value));
    }

    @ParameterizedTest
    @CsvSource({
        "{tenant.a}/in,              https://x.example/api/,  https://x.example/api/in",
        "{tenant.a}/in/{stream},     'https://x.example/{job}', https://x.example/%7Bjob%7D/in/{stream}",
        "{tenant.a},                 https://x.example/?q=1,  https://x.example/?q=1",
        "https://{tenant.a}/in,      x.example:8443,          https://x.example:8443/in",
        "https://{tenant.a}.x.io/in, eu1,                     https://eu1.x.io/in",
        "https://x.io/{tenant.a}/in, a/../b?c#d{job},         https://x.io/a%2F..%2Fb%3Fc%23d%7Bjob%7D/in",
        "https://x.io/in?q={tenant.a}, a&b=ü,                 https://x.io/in?q=a%26b%3D%C3%BC",
    })
    void aValueIsEncodedForItsPlaceInAUrl(String url, String value, String expected) {
        assertThat(with(Kind.URL, url, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "{tenant.a}/in,              x.example",
        "{tenant.a}/in,              ftp://x.example",
        "{tenant.a}/in,              https://me:pw@x.example",
        "{tenant.a}/in,              https://x.example/?q=1",
        "{tenant.a}/in,              ''",
        "https://{tenant.a}/in,      evil.example/x",
        "https://{tenant.a}/in,      me@evil.example",
        "https://{tenant.a}.x.io/in, evil.example#",
        "https://x.io/{tenant.a}/in, ..",
        "https://x.io/{tenant.a}/in, ''",
    })
    void aValueThatLeadsElsewhereIsRefused(String url, String value) {
        assertThatThrownBy(() -> with(Kind.URL, url, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("takes {tenant.a}, which ");
    }

    @Test
    void onlyAValueInTheHostSaysWhereItLeads() {
        TenantText path = new TenantText(Kind.URL, "https://x.io/{tenant.a}");
        path.with(Map.of("a", "b"));
        assertThat(path.namesHost()).isFalse();
        TenantText host = new TenantText(Kind.URL, "https://{tenant.a}.x.io/");
        host.with(Map.of("a", "b"));
        assertThat(host.namesHost()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'X: {tenant.a}',      ${env:HOME}",
        "'X: {tenant.a}{x}',   a$",
        "'X: {tenant.a}{x}',   a$$$",
        "'X: a{tenant.a}',     {{env:HOME}}",
        "'X: $${{tenant.a}',   {x}$",
        "'X: {tenant.a}$${y}', $",
    })
    void aValueInAHeaderIsNeverAnExpression(String line, String value) throws Exception {
        String expected = line.replace("{tenant.a}", value).replace("$${", "${");
        String text = with(Kind.TEMPLATE, line, value);
        ValueTemplate template = ValueTemplate.of(text, ValueTemplate.Place.HEADER);
        assertThat(template.expressions()).isEmpty();
        if (!value.contains("$$")) {
            assertThat(template.render(inside -> Optional.empty())).isEqualTo(expected);
        }
    }

    @Test
    void anExpressionBesideAValueStaysOne() {
        assertThat(ValueTemplate.of(with(Kind.TEMPLATE, "X: {tenant.a} ${x}", "$"), ValueTemplate.Place.HEADER)
                        .expressions())
                .containsExactly("x");
        assertThatThrownBy(() -> with(Kind.TEMPLATE, "X: {tenant.a}${x}", "$")).hasMessageContaining("ends with $");
    }

    @Test
    void aValueStaysInItsLine() {
        for (Kind kind : new Kind[] {Kind.LINES, Kind.TEMPLATE}) {
            assertThatThrownBy(() -> with(kind, "X: {tenant.a}", "a\r\nX-Evil: 1"))
                    .hasMessageContaining("line end");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"a\":\"{tenant.a}\"}', 'x\"y',  '{\"a\":\"x\\\"y\"}'",
        "'{\"a\":{tenant.a}}',     'x\"y',  '{\"a\":\"x\\\"y\"}'",
        "'a={tenant.a}&b=c',       'x&d=e', 'a=x%26d%3De&b=c'",
        "'<a>{tenant.a}</a>',      '<b>',   '<a>&lt;b&gt;</a>'",
    })
    void aValueIsEncodedForItsPlaceInALogin(String body, String value, String expected) {
        assertThat(with(Kind.ofBody(body), body, value)).isEqualTo(expected);
    }
}
