package org.restconnector.http;

import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResourceOwnerPasswordCredentialsGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.restconnector.settings.Parameters;

/**
 * {@code auth: oauth2}: RFC 6749, with what real token endpoints do otherwise.
 *
 * @param authorizationUrl where a person agrees, with the grant that asks one
 * @param secret of the client; empty for a public one
 * @param refreshToken as configured
 */
record OAuth2Settings(
        String account,
        Optional<String> memory,
        String name,
        URI url,
        Optional<URI> authorizationUrl,
        Grant grant,
        String clientId,
        Optional<String> secret,
        ClientAuth clientAuth,
        String scope,
        Optional<String> refreshToken,
        String username,
        String password,
        List<Extra> extras)
        implements TokenSource {

    enum Grant {
        CLIENT_CREDENTIALS,
        REFRESH_TOKEN,
        PASSWORD,
        AUTHORIZATION_CODE;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Grant> of(Parameters parameters) {
            return parameters.parsed("grant", text -> Arrays.stream(values())
                    .filter(grant -> grant.text().equals(text.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("is '" + text + "'; allowed are "
                            + Arrays.stream(values()).map(Grant::text).collect(Collectors.joining(", ")))));
        }
    }

    enum ClientAuth {
        BASIC,
        BODY
    }

    /** A line of {@code tokenParams}. */
    record Extra(String name, String value) {}

    private static final List<String> OURS =
            List.of("grant_type", "client_id", "client_secret", "scope", "refresh_token", "username", "password");

    OAuth2Settings {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(authorizationUrl, "authorizationUrl");
        extras = List.copyOf(extras);
    }

    /** Empty where there is too little to go on; the problems stand in {@code parameters} then. */
    static Optional<OAuth2Settings> of(Parameters parameters, Grant grant) {
        Optional<URI> url = TokenUrl.of(parameters, "tokenUrl");
        ClientAuth clientAuth =
                parameters.choice("clientAuth", ClientAuth.class).orElse(ClientAuth.BASIC);
        List<Extra> extras = extras(parameters);
        Optional<URI> authorizationUrl =
                grant == Grant.AUTHORIZATION_CODE ? TokenUrl.of(parameters, "authorizationUrl") : Optional.empty();
        String clientId = parameters.textOrEmpty("clientId").strip();
        Optional<String> secret = parameters.given("clientSecret") ? parameters.text("clientSecret") : Optional.empty();
        secret.ifPresent(value -> parameters.secret(
                new ClientSecretBasic(new ClientID(clientId.isEmpty() ? "-" : clientId), new Secret(value))
                        .toHTTPAuthorizationHeader()
                        .substring("Basic ".length())));
        Optional<String> refreshToken =
                grant == Grant.REFRESH_TOKEN ? parameters.text("refreshToken").map(String::strip) : Optional.empty();
        return url.map(found -> new OAuth2Settings(
                AuthSettings.account(parameters),
                memory(parameters, grant, found, clientId, refreshToken),
                parameters.textOrEmpty("name")
                        + (parameters.tenant().isEmpty() ? "" : " --tenant " + parameters.tenant()),
                found,
                authorizationUrl,
                grant,
                clientId,
                secret,
                clientAuth,
                parameters.textOrEmpty("scope").strip(),
                refreshToken,
                parameters.textOrEmpty("username"),
                parameters.textOrEmpty("password"),
                extras));
    }

    private static List<Extra> extras(Parameters parameters) {
        List<Extra> extras = new ArrayList<>();
        for (String line : parameters.lines("tokenParams")) {
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip();
            if (name.isEmpty()) {
                parameters.problem("tokenParams", "has a line that is not name=value");
            } else if (OURS.contains(name)) {
                parameters.problem("tokenParams", "sets " + name + ", which has a parameter of its own");
            } else {
                String value = line.substring(equals + 1).strip();
                if (UrlMask.isCredential(name)) {
                    parameters.secret(value);
                }
                extras.add(new Extra(name, value));
            }
        }
        return extras;
    }

    /** A configured refresh token that is changed is another one; all who are given the same one share it. */
    private static Optional<String> memory(
            Parameters parameters, Grant grant, URI url, String clientId, Optional<String> refreshToken) {
        return switch (grant) {
            case REFRESH_TOKEN ->
                Optional.of("refresh " + Hash.of(List.of(url.toString(), clientId, refreshToken.orElse(""))));
            case AUTHORIZATION_CODE ->
                Optional.of("authorized " + AuthSettings.owner(parameters) + " "
                        + Hash.of(List.of(url.toString(), clientId)));
            case CLIENT_CREDENTIALS, PASSWORD -> Optional.empty();
        };
    }

    @Override
    public Optional<String> seed() {
        return refreshToken;
    }

    @Override
    public String advice() {
        return "nobody has authorized " + name + " yet: run `authorize " + name + "`";
    }

    @Override
    public String renewal() {
        return "if the refresh token is used up or revoked, "
                + (grant == Grant.AUTHORIZATION_CODE
                        ? "run `authorize " + name + "`"
                        : "get a new one and put it into refreshToken");
    }

    /** The URL at which a person agrees; a query that it has is kept. */
    URI authorization(URI redirect, State state, CodeVerifier verifier) {
        AuthorizationRequest.Builder request = new AuthorizationRequest.Builder(
                        ResponseType.CODE, new ClientID(clientId))
                .endpointURI(authorizationUrl.orElseThrow())
                .redirectionURI(redirect)
                .state(state)
                .codeChallenge(verifier, CodeChallengeMethod.S256);
        if (!scope.isEmpty()) {
            request.scope(Scope.parse(scope));
        }
        return request.build().toURI();
    }

    @Override
    public HttpCall call(ApiSettings api, Optional<String> token, Clock clock) {
        return call(api, grant(token), clock);
    }

    HttpCall call(ApiSettings api, AuthorizationGrant asked, Clock clock) {
        HTTPRequest made = request(asked).toHTTPRequest();
        List<Header> headers = new ArrayList<>();
        Optional.ofNullable(made.getAuthorization())
                .ifPresent(value -> headers.add(new Header("Authorization", value)));
        headers.add(new Header("Content-Type", "application/x-www-form-urlencoded"));
        return new HttpCall(
                api,
                Origin.of(url),
                "POST",
                url,
                headers,
                TokenUrl.PLAIN_HEADERS,
                Optional.of(made.getBody().getBytes(StandardCharsets.UTF_8)),
                TokenFetch::isRefusal,
                clock);
    }

    private AuthorizationGrant grant(Optional<String> token) {
        return switch (grant) {
            case CLIENT_CREDENTIALS -> new ClientCredentialsGrant();
            case PASSWORD -> new ResourceOwnerPasswordCredentialsGrant(username, new Secret(password));
            case REFRESH_TOKEN, AUTHORIZATION_CODE -> new RefreshTokenGrant(new RefreshToken(token.orElseThrow()));
        };
    }

    private TokenRequest request(AuthorizationGrant asked) {
        TokenRequest.Builder request = builder(asked);
        // a code has its scope: RFC 6749, 4.1.3 has no place for another
        if (!scope.isEmpty() && !(asked instanceof AuthorizationCodeGrant)) {
            request.scope(Scope.parse(scope));
        }
        extras.forEach(extra -> request.customParameter(
                extra.name(),
                extras.stream()
                        .filter(other -> other.name().equals(extra.name()))
                        .map(Extra::value)
                        .toArray(String[]::new)));
        return request.build();
    }

    private TokenRequest.Builder builder(AuthorizationGrant asked) {
        if (clientId.isEmpty()) {
            return new TokenRequest.Builder(url, asked);
        }
        ClientID id = new ClientID(clientId);
        return secret.map(value -> new TokenRequest.Builder(url, authentication(id, new Secret(value)), asked))
                .orElseGet(() -> new TokenRequest.Builder(url, id, asked));
    }

    private ClientAuthentication authentication(ClientID id, Secret value) {
        return clientAuth == ClientAuth.BASIC ? new ClientSecretBasic(id, value) : new ClientSecretPost(id, value);
    }

    @Override
    public Token read(Response answer, String call) throws PermanentFault {
        return TokenAnswer.read(answer, call);
    }

    @Override
    public String toString() {
        return "token of " + name;
    }
}
