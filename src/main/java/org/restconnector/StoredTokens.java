package org.restconnector;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.TokenMemory;
import org.restconnector.store.RefreshTokens;
import org.restconnector.store.Store;
import org.restconnector.store.Vault;

/** Keeps refresh tokens in the store, sealed with a key that is not in it. */
final class StoredTokens implements TokenMemory {
    private final Supplier<Store> store;
    private final Vault vault;

    StoredTokens(Supplier<Store> store, Vault vault) {
        this.store = store;
        this.vault = vault;
    }

    @Override
    public Optional<Turn> take(String key, Duration atMost) {
        String holder = UUID.randomUUID().toString();
        RefreshTokens tokens = store.get().refreshTokens();
        return tokens.take(key, holder, atMost) ? Optional.of(new StoredTurn(tokens, key, holder)) : Optional.empty();
    }

    private final class StoredTurn implements Turn {
        private final RefreshTokens tokens;
        private final String key;
        private final String holder;

        private StoredTurn(RefreshTokens tokens, String key, String holder) {
            this.tokens = tokens;
            this.key = key;
            this.holder = holder;
        }

        @Override
        public Optional<String> kept() throws PermanentFault {
            Optional<byte[]> sealed = tokens.find(key);
            if (sealed.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(vault.open(sealed.get(), key)
                    .orElseThrow(() -> new PermanentFault(
                            "auth_failed",
                            "the refresh token in the store was kept with another key: use the connector.secret.key"
                                    + " or the file secret-key of then (the same for all processes of one store),"
                                    + " or configure or authorize a new token")));
        }

        @Override
        public void keep(String refreshToken) {
            tokens.keep(key, vault.seal(refreshToken, key));
        }

        @Override
        public void close() {
            tokens.release(key, holder);
        }
    }
}
