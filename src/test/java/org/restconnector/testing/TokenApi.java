package org.restconnector.testing;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A token endpoint, and an API that takes only the tokens that it gave, while they live. */
public final class TokenApi {
    private final Duration life;
    private final Map<String, Long> given = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    public TokenApi(Duration life) {
        this.life = life;
    }

    /** A new token with its life in seconds. */
    public Answer token(ReceivedRequest request) {
        return Answer.json("{\"access_token\":\"%s\",\"token_type\":\"bearer\",\"expires_in\":%d}"
                .formatted(next(), life.toSeconds()));
    }

    /** A token, from now on good. */
    public String next() {
        String token = "access-token-" + count.incrementAndGet();
        given.put(token, System.nanoTime() + life.toNanos());
        return token;
    }

    /** From now on none of the tokens is good that were given so far. */
    public void revokeAll() {
        given.clear();
    }

    /** How many tokens were given. */
    public int count() {
        return count.get();
    }

    /** The handler, for those who show a good token. */
    public Handler guard(Handler inner) {
        return request -> {
            String token = request.header("authorization").orElse("").replace("Bearer ", "");
            boolean good = given.getOrDefault(token, Long.MIN_VALUE) > System.nanoTime();
            return good ? inner.answer(request) : Answer.of(401, "text/plain", "token " + token + " is not good");
        };
    }
}
