package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restconnector.settings.Parameters;
import org.restconnector.testing.PullParameters;

class AuthSettingsTest {
    @Test
    void makesTheHeaderOfEachKind() throws Exception {
        assertThat(of("auth", "none").headers()).isEmpty();
        assertThat(of("auth", "basic", "username", "Aladdin", "password", "open sesame")
                        .headers())
                .containsExactly(new Header("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
        assertThat(of("auth", "bearer", "token", "{{env:TOKEN}}").headers())
                .containsExactly(new Header("Authorization", "Bearer t0ken-of-the-test"));
        assertThat(of("auth", "api-key", "apiKey", "k").headers()).containsExactly(new Header("x-api-key", "k"));
    }

    @Test
    void aKeyInTheQueryIsAddedAndTakenAway() throws Exception {
        Credentials credentials = of("auth", "api-key", "apiKey", "a&b", "apiKeyIn", "query", "apiKeyName", "code");
        URI url = URI.create("https://h/p?x=1");
        assertThat(credentials.headers()).isEmpty();
        assertThat(credentials.sign(url)).hasToString("https://h/p?x=1&code=a%26b");
        assertThat(credentials.unsign(credentials.sign(url))).isEqualTo(url);
    }

    @Test
    void anEmptyPasswordIsAPassword() throws Exception {
        assertThat(of("auth", "basic", "username", "key", "password", "").headers())
                .containsExactly(new Header("Authorization", "Basic a2V5Og=="));
    }

    @Test
    void aSecretThatIsNotInTheEnvironmentIsOneProblem() {
        Parameters parameters = PullParameters.with("auth", "bearer", "token", "{{env:NOT_THERE}}");
        AuthSettings.of(parameters);
        assertThat(parameters.problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                .contains("NOT_THERE"));
    }

    @ParameterizedTest
    @CsvSource({
        "bearer, '', '', token",
        "basic, username, u, password",
        "api-key, '', '', apiKey",
        "none, token, t, token",
        "bearer, username, u, username",
        "digest, '', '', auth",
        "basic, apiKeyIn, header, apiKeyIn",
        "oauth2, clientId, c, tokenUrl",
        "oauth2, tokenUrl, https://h/t, clientSecret",
        "oauth2, tokenUrl, t, tokenUrl",
        "oauth2, tokenUrl, https://jo@h/t, tokenUrl",
        "oauth2, grant, client-credentials, grant",
        "oauth2, grant, refresh_token, refreshToken",
        "oauth2, grant, password, username",
        "oauth2, grant, authorization_code, authorizationUrl",
        "oauth2, refreshToken, r, refreshToken",
        "oauth2, username, jo, username",
        "oauth2, authorizationUrl, https://h/a, authorizationUrl",
        "oauth2, clientAuth, header, clientAuth",
        "oauth2, tokenParams, audience, tokenParams",
        "oauth2, tokenParams, scope=x, tokenParams",
        "oauth2, loginUrl, https://h/l, loginUrl",
        "bearer, scope, s, scope",
        "login, loginUrl, https://h/l, tokenPath",
        "login, tokenPath, $.t, loginUrl",
        "login, tokenPath, '$.t[', tokenPath",
        "login, tokenPath, 'header:a b', tokenPath",
        "login, tokenTtl, 5, tokenTtl",
        "login, tokenTtl, 0s, tokenTtl",
        "login, loginMethod, HEAD, loginMethod",
        "login, tokenHeader, 'a b', tokenHeader",
        "login, loginHeaders, nothing, loginHeaders",
        "login, clientId, c, clientId"
    })
    void whatIsMissingOrContradictsIsAProblem(String auth, String name, String value, String wrong) {
        Parameters parameters =
                name.isEmpty() ? PullParameters.with("auth", auth) : PullParameters.with("auth", auth, name, value);
        AuthSettings.of(parameters);
        assertThat(parameters.problems())
                .anySatisfy(problem -> assertThat(problem.parameter()).isEqualTo(wrong));
    }

    @ParameterizedTest
    @CsvSource({
        "oauth2, username, jo, 'goes with auth basic or auth oauth2 and grant password, but this is auth oauth2 and grant client_credentials'",
        "login, scope, s, 'goes with auth oauth2, but this is auth login'",
        "oauth2, grant, refresh_token, 'is required with auth oauth2 and grant refresh_token'"
    })
    void aProblemSaysWhatGoesWithWhat(String auth, String name, String value, String says) {
        Parameters parameters = PullParameters.with("auth", auth, name, value);
        AuthSettings.of(parameters);
        assertThat(parameters.problems())
                .anySatisfy(problem -> assertThat(problem.message()).contains(says));
    }

    @Test
    void aTokenWithALineEndIsRefusedAndNotShown() {
        Parameters parameters = PullParameters.with("auth", "bearer", "token", "s3cret\nX: y");
        AuthSettings.of(parameters);
        assertThat(parameters.problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                .contains("token", "line end")
                .doesNotContain("s3cret"));
    }

    private static Credentials of(String... namesAndValues) {
        Parameters parameters = PullParameters.with(namesAndValues);
        Credentials credentials = AuthSettings.of(parameters);
        assertThat(parameters.problems()).isEmpty();
        return credentials;
    }
}
