package org.restconnector.http;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/**
 * A person lets a pull or flow act for them, once: RFC 6749, 4.1, with PKCE (RFC 7636). Used by one thread.
 */
public final class CodeGrant {
    private final OAuth2Settings settings;
    private final ApiSettings api;
    private final URI redirect;
    private final State state = new State();
    private final CodeVerifier verifier = new CodeVerifier();

    private CodeGrant(OAuth2Settings settings, ApiSettings api, URI redirect) {
        this.settings = settings;
        this.api = api;
        this.redirect = redirect;
        api.secrets().hide(verifier.getValue());
    }

    /** Whether the settings ask for a person's consent. */
    public static boolean isAskedFor(ApiSettings api) {
        return settings(api).isPresent();
    }

    private static Optional<OAuth2Settings> settings(ApiSettings api) {
        return api.credentials() instanceof TokenCredentials credentials
                        && credentials.source() instanceof OAuth2Settings settings
                        && settings.grant() == OAuth2Settings.Grant.AUTHORIZATION_CODE
                ? Optional.of(settings)
                : Optional.empty();
    }

    /**
     * Begins one.
     *
     * @param redirect where the browser is sent with the answer
     * @throws IllegalArgumentException if the settings ask for none
     */
    public static CodeGrant of(ApiSettings api, URI redirect) {
        OAuth2Settings settings =
                settings(api).orElseThrow(() -> new IllegalArgumentException("the settings ask for no consent"));
        return new CodeGrant(settings, api, Objects.requireNonNull(redirect, "redirect"));
    }

    /** What the person opens in a browser. */
    public URI url() {
        return settings.authorization(redirect, state, verifier);
    }

    /**
     * Turns the answer into tokens, and keeps the refresh token in the place of any other.
     *
     * @throws Fault {@code auth_failed} if the answer is not one of this request, or holds an error, or
     *     if the code was refused, or brought no refresh token; another if the token URL is away
     */
    public void redeem(CodeAnswer answer, Tokens.Sender sender, TokenMemory memory, Clock clock)
            throws Fault, InterruptedException {
        AuthorizationCode code = code(answer);
        api.secrets().hide(code.getValue());
        CodeSource source = new CodeSource(settings, new AuthorizationCodeGrant(code, redirect, verifier));
        new TokenFetch(source, sender, memory, clock).fetchFirst(api);
    }

    private AuthorizationCode code(CodeAnswer answer) throws PermanentFault {
        // an error may come without it, and does no harm
        boolean mayLackState = answer.codeAlone() || answer.error().isPresent();
        if (!(answer.state().isEmpty() && mayLackState) && !isOurs(answer.state())) {
            throw refused("the answer's state is not that of this request: it belongs to another one, or was forged");
        }
        if (answer.error().isPresent()) {
            String error = Excerpt.of(answer.error().get());
            throw refused("the authorization server answered " + error
                    + answer.description()
                            .map(text -> " (" + Excerpt.of(text) + ")")
                            .orElse("") + advice(error));
        }
        return answer.code()
                .map(AuthorizationCode::new)
                .orElseThrow(() -> refused("the answer holds neither a code nor an error"));
    }

    private boolean isOurs(Optional<String> other) {
        return MessageDigest.isEqual(
                state.getValue().getBytes(StandardCharsets.UTF_8),
                other.orElse("").getBytes(StandardCharsets.UTF_8));
    }

    private static String advice(String error) {
        return switch (error) {
            case "access_denied" -> ": whoever opened the URL did not agree, or may not";
            case "invalid_scope" -> ": correct the parameter scope";
            case "unauthorized_client", "unsupported_response_type", "invalid_request" ->
                ": see whether the client is registered for authorization codes, with this redirect URI";
            default -> "";
        };
    }

    private PermanentFault refused(String why) {
        return new PermanentFault("auth_failed", api.secrets().mask(why));
    }
}
