package org.restconnector.http;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks for a token, with the refresh token that is the newest of all processes. One thread at a time. */
final class TokenFetch {
    private static final Duration SPARE = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final TokenSource source;
    private final Tokens.Sender sender;
    private final TokenMemory memory;
    private final Clock clock;
    private Optional<String> unsaved = Optional.empty();

    TokenFetch(TokenSource source, Tokens.Sender sender, TokenMemory memory, Clock clock) {
        this.source = source;
        this.sender = sender;
        this.memory = memory;
        this.clock = clock;
    }

    /** @throws Fault a {@link TransientFault}, or {@code auth_failed} */
    Token fetch(ApiSettings api) throws Fault, InterruptedException {
        if (source.memory().isEmpty()) {
            return ask(api, Optional.empty(), "");
        }
        try (TokenMemory.Turn turn = turn(source.memory().get(), api)) {
            saveUnsaved(turn);
            String used =
                    turn.kept().or(source::seed).orElseThrow(() -> new PermanentFault("auth_failed", source.advice()));
            api.secrets().hide(used);
            Token token = ask(api, Optional.of(used), "; " + source.renewal());
            // kept before it is used: after a crash the old one may be worth nothing
            unsaved = token.refreshToken().filter(next -> !next.equals(used));
            unsaved.ifPresent(api.secrets()::hide);
            saveUnsaved(turn);
            return token;
        }
    }

    /**
     * Asks for the first token: its refresh token takes the place of whatever was kept.
     *
     * @throws Fault as {@link #fetch}; {@code auth_failed} also if no refresh token came
     */
    void fetchFirst(ApiSettings api) throws Fault, InterruptedException {
        // before the code is spent: what it brings can be kept then
        try (TokenMemory.Turn turn = turn(source.memory().orElseThrow(), api)) {
            Token token = ask(api, Optional.empty(), "; " + source.renewal());
            api.secrets().hide(token.value());
            String refreshToken =
                    token.refreshToken().orElseThrow(() -> new PermanentFault("auth_failed", source.advice()));
            api.secrets().hide(refreshToken);
            turn.keep(refreshToken);
        }
    }

    private void saveUnsaved(TokenMemory.Turn turn) {
        unsaved.ifPresent(turn::keep);
        unsaved = Optional.empty();
    }

    private TokenMemory.Turn turn(String key, ApiSettings api) throws TransientFault, InterruptedException {
        Duration atMost = api.timeout().plus(SPARE);
        // whoever had the turn and died held it that long; one more may have come first
        long end = System.nanoTime() + 2 * atMost.toNanos();
        while (System.nanoTime() < end) {
            Optional<TokenMemory.Turn> turn = memory.take(key, atMost);
            if (turn.isPresent()) {
                return turn.get();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
        }
        throw new TransientFault("auth_failed", "other processes keep the refresh token for themselves", null);
    }

    /** @param advice put behind what a refusal says */
    private Token ask(ApiSettings api, Optional<String> refreshToken, String advice)
            throws Fault, InterruptedException {
        HttpCall call = source.call(api.forTokens(), refreshToken, clock);
        Response answer;
        try {
            answer = sender.send(call);
        } catch (TransientFault e) {
            throw e;
        } catch (Fault e) {
            if (e.code().equals(HttpCalls.BLOCKED_ADDRESS)) {
                throw e;
            }
            throw new PermanentFault("auth_failed", e.getMessage(), e);
        }
        if (!answer.successful()) {
            throw new StatusFault("auth_failed", call.message(answer) + advice, answer.status());
        }
        Token token = source.read(answer, call.name());
        if (!HeaderLines.isValue(token.value())) {
            throw new PermanentFault("auth_failed", call.name() + " gave a token that no header can hold");
        }
        return token;
    }

    /** Whether an answer of the status is the last word: neither a token nor a reason to ask again. */
    static boolean isRefusal(int status) {
        return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
    }
}
