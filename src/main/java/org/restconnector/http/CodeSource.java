package org.restconnector.http;

import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import java.time.Clock;
import java.util.Optional;

/** The one request that a code is good for. */
record CodeSource(OAuth2Settings settings, AuthorizationCodeGrant grant) implements TokenSource {
    @Override
    public String account() {
        return settings.account();
    }

    @Override
    public Optional<String> memory() {
        return settings.memory();
    }

    @Override
    public Optional<String> seed() {
        return Optional.empty();
    }

    @Override
    public String advice() {
        return "the API gave no refresh token, so that its consent would end with the first token: ask for one,"
                + " as the API has it: with offline_access in scope, or with access_type=offline and prompt=consent"
                + " in the query of authorizationUrl";
    }

    @Override
    public String renewal() {
        return "a code is good once, for a short time, and with the redirect URI that it was asked with";
    }

    @Override
    public HttpCall call(ApiSettings api, Optional<String> refreshToken, Clock clock) {
        return settings.call(api, grant, clock);
    }

    @Override
    public Token read(Response answer, String call) throws PermanentFault {
        return settings.read(answer, call);
    }

    /** Not the code: it is a secret. */
    @Override
    public String toString() {
        return "code of " + settings.name();
    }
}
