package org.restconnector.store;

import java.time.Duration;
import java.util.Optional;

/** Refresh tokens, unreadable by themselves, and the turn to renew one. */
public interface RefreshTokens {
    /**
     * Takes the turn to renew a token.
     *
     * @param holder whoever takes it
     * @param atMost after which another may take it
     * @return false while another has it
     */
    boolean take(String account, String holder, Duration atMost);

    /** Ends the turn, if it is still the holder's. */
    void release(String account, String holder);

    /** The token that was kept last. */
    Optional<byte[]> find(String account);

    /** Keeps a token in place of the last one. */
    void keep(String account, byte[] sealed);
}
