package org.restconnector.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One token for all who use it: asked for once however many wait for it, and again before it expires.
 * Safe for use by many threads.
 */
final class TokenAccount {
    private static final Duration USUAL_LIFE = Duration.ofHours(1);
    private static final Duration LONGEST_LIFE = Duration.ofDays(3650);
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(1);
    private static final int SHARE_OF_LIFE = 4;
    private static final Logger LOG = LoggerFactory.getLogger(TokenAccount.class);

    /** A token and its times. */
    private record Held(String token, Instant renewAt, Instant expires) {}

    private final TokenFetch fetch;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile Optional<Held> held = Optional.empty();
    private volatile long rounds;
    private Optional<Fault> failure = Optional.empty();
    private int failures;
    private Instant notBefore = Instant.MIN;

    TokenAccount(TokenFetch fetch, Clock clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    /**
     * The token, a new one if there is none or if it soon expires.
     *
     * @throws Fault a {@link TokenFault}, or {@code auth_failed} if it was refused
     */
    String token(ApiSettings api) throws Fault, InterruptedException {
        Optional<Held> fresh = held.filter(this::isFresh);
        String token = fresh.isPresent() ? fresh.get().token() : renewed(api, any -> false);
        api.secrets().hide(token);
        return token;
    }

    /**
     * Sees to it that the token is none that was refused: another thread may have renewed it already.
     *
     * @throws Fault as {@link #token}
     */
    void replace(ApiSettings api, Predicate<String> refused) throws Fault, InterruptedException {
        renewed(api, refused);
    }

    private String renewed(ApiSettings api, Predicate<String> refused) throws Fault, InterruptedException {
        long seen = rounds;
        lock.lockInterruptibly();
        try {
            held = held.filter(token -> !refused.test(token.token()));
            Optional<Held> usable = held;
            boolean waited = rounds != seen;
            // a token that lives shorter than its request takes is good for those who waited for it
            Optional<Held> good = usable.filter(token -> waited && failure.isEmpty() || isFresh(token));
            if (good.isPresent()) {
                return good.get().token();
            }
            Instant now = clock.instant();
            Optional<Held> old = usable.filter(token -> now.isBefore(token.expires()));
            if (waited && failure.isPresent()) {
                return old.orElseThrow(failure::get).token();
            }
            return now.isBefore(notBefore) ? pause(now, old) : ask(api, old);
        } finally {
            lock.unlock();
        }
    }

    private boolean isFresh(Held token) {
        return clock.instant().isBefore(token.renewAt());
    }

    /** No request goes out before the time that the last failure set. */
    private String pause(Instant now, Optional<Held> old) throws Fault {
        TokenFault last = (TokenFault) failure.orElseThrow();
        Optional<Duration> left = last.retryAfter().map(asked -> Duration.between(now, notBefore));
        return old.orElseThrow(() -> new TokenFault(last, left, failures)).token();
    }

    /** @param old what will do if there is no new one to be had yet: renewal begins early */
    private String ask(ApiSettings api, Optional<Held> old) throws Fault, InterruptedException {
        try {
            Token token = fetch.fetch(api);
            held = Optional.of(held(token));
            failure = Optional.empty();
            failures = 0;
            return token.value();
        } catch (TransientFault e) {
            TokenFault fault = new TokenFault(e, e.retryAfter(), ++failures);
            notBefore = clock.instant().plus(pauseAfter(e, api.retry()));
            failure = Optional.of(fault);
            LOG.info(
                    "{}: {}{}",
                    api.owner(),
                    e.getMessage(),
                    old.isPresent() ? "; the token at hand is good for a while" : "");
            return old.orElseThrow(() -> fault).token();
        } catch (Fault e) {
            failure = Optional.of(e);
            throw e;
        } finally {
            rounds++;
        }
    }

    private static Duration pauseAfter(TransientFault fault, RetrySettings retry) {
        return fault.retryAfter()
                .map(asked -> asked.compareTo(retry.maxRetryAfter()) > 0 ? retry.maxRetryAfter() : asked)
                .orElse(retry.delay());
    }

    private Held held(Token token) {
        Duration life = token.life()
                .filter(known -> !known.isNegative() && !known.isZero())
                .orElse(USUAL_LIFE);
        Duration bounded = life.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : life;
        Duration share = bounded.dividedBy(SHARE_OF_LIFE);
        Duration margin = share.compareTo(LONGEST_MARGIN) > 0 ? LONGEST_MARGIN : share;
        Instant now = clock.instant();
        return new Held(token.value(), now.plus(bounded).minus(margin), now.plus(bounded));
    }
}
