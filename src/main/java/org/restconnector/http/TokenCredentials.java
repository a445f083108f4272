package org.restconnector.http;

import java.util.List;
import java.util.Objects;

/**
 * A token that is asked for when it is needed. As it stands in settings it only says how; the token is
 * held by {@link Tokens}.
 *
 * @param header the field that it is sent in
 * @param prefix what stands before it there
 */
record TokenCredentials(TokenSource source, String header, String prefix) implements Credentials {
    TokenCredentials {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(prefix, "prefix");
    }

    @Override
    public Credentials with(Tokens tokens, ApiSettings api) {
        TokenAccount account = tokens.account(source);
        return new Credentials() {
            @Override
            public List<Header> headers() throws Fault, InterruptedException {
                return field(account.token(api));
            }

            @Override
            public boolean renew(List<Header> refused) throws Fault, InterruptedException {
                account.replace(api, token -> field(token).stream().anyMatch(refused::contains));
                return true;
            }
        };
    }

    private List<Header> field(String token) {
        return List.of(new Header(header, prefix + token));
    }

    @Override
    public List<Header> headers() {
        throw new IllegalStateException("a token is asked for by a call");
    }
}
