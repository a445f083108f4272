package org.restconnector.http;

import java.time.Duration;
import java.util.Optional;

/** Keeps refresh tokens over restarts, for all processes of one store. Safe for use by many threads. */
public interface TokenMemory {
    /**
     * Takes the turn to renew: a refresh token may be good for one use only.
     *
     * @param key of the refresh token
     * @param atMost after which another may take the turn
     * @return empty while another has it
     */
    Optional<Turn> take(String key, Duration atMost);

    /** The turn to renew, ended by {@link #close}. */
    interface Turn extends AutoCloseable {
        /**
         * The refresh token that was kept last.
         *
         * @throws PermanentFault {@code auth_failed}, if there is one that cannot be read
         */
        Optional<String> kept() throws PermanentFault;

        /** Keeps it; durable when this returns. */
        void keep(String refreshToken);

        @Override
        void close();
    }
}
