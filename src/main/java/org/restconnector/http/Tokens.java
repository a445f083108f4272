package org.restconnector.http;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens of all accounts, one each, whoever uses it. Safe for use by many threads. */
public final class Tokens {
    private final Sender sender;
    private final TokenMemory memory;
    private final Clock clock;
    private final Map<String, TokenAccount> accounts = new ConcurrentHashMap<>();

    /** Sends a call and returns its answer. */
    @FunctionalInterface
    public interface Sender {
        Response send(HttpCall call) throws Fault, InterruptedException;
    }

    public Tokens(Sender sender, TokenMemory memory, Clock clock) {
        this.sender = Objects.requireNonNull(sender, "sender");
        this.memory = Objects.requireNonNull(memory, "memory");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    TokenAccount account(TokenSource source) {
        return accounts.computeIfAbsent(
                source.account(), key -> new TokenAccount(new TokenFetch(source, sender, memory, clock), clock));
    }
}
