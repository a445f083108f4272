package org.restconnector.http;

import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

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

    /** Nobody asks with these settings any more; those who still do keep what they share. */
    void forget(Collection<ApiSettings> gone, Collection<ApiSettings> still) {
        Set<String> unused = accounts(gone);
        unused.removeAll(accounts(still));
        accounts.keySet().removeAll(unused);
    }

    private static Set<String> accounts(Collection<ApiSettings> apis) {
        return apis.stream()
                .map(ApiSettings::credentials)
                .filter(TokenCredentials.class::isInstance)
                .map(credentials -> ((TokenCredentials) credentials).source().account())
                .collect(Collectors.toSet());
    }

    TokenAccount account(TokenSource source) {
        return accounts.computeIfAbsent(
                source.account(), key -> new TokenAccount(new TokenFetch(source, sender, memory, clock), clock));
    }
}
