package org.restconnector.http;

import java.time.Clock;
import java.util.Optional;

/** Where a token comes from: a request, and what is read from its answer. Safe for use by many threads. */
interface TokenSource {
    /** What has the same account shares one token. */
    String account();

    /** Under which key its refresh token is kept; empty if it has none. */
    Optional<String> memory();

    /** The refresh token to begin with. */
    Optional<String> seed();

    /** What to do where there is no refresh token. */
    String advice();

    /** What to do where the refresh token is refused: used up, revoked, or lost with a process that was killed. */
    String renewal();

    /** @param api as of {@link ApiSettings#forTokens} */
    HttpCall call(ApiSettings api, Optional<String> refreshToken, Clock clock);

    /** @throws PermanentFault {@code auth_failed}, if the answer holds no token */
    Token read(Response answer, String call) throws PermanentFault;
}
