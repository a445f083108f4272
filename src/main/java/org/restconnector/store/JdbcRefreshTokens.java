package org.restconnector.store;

import java.time.Duration;
import java.util.Optional;

/** The table {@code connector_token}. */
final class JdbcRefreshTokens implements RefreshTokens {
    private final Database database;

    JdbcRefreshTokens(Database database) {
        this.database = database;
    }

    @Override
    public boolean take(String account, String holder, Duration atMost) {
        return database.write(transaction -> Sql.update(
                        transaction,
                        "INSERT INTO connector_token (account, holder, held_until, updated_at) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (account) DO UPDATE SET holder = excluded.holder,"
                                + " held_until = excluded.held_until WHERE connector_token.held_until < ?",
                        account,
                        holder,
                        transaction.nowMillis() + atMost.toMillis(),
                        transaction.nowMillis(),
                        transaction.nowMillis())
                == 1);
    }

    @Override
    public void release(String account, String holder) {
        database.write(transaction -> Sql.update(
                transaction,
                "UPDATE connector_token SET held_until = 0 WHERE account = ? AND holder = ?",
                account,
                holder));
    }

    @Override
    public Optional<byte[]> find(String account) {
        return database.read(transaction -> Sql.query(
                        transaction,
                        row -> Optional.ofNullable(row.getBytes(1)),
                        "SELECT sealed FROM connector_token WHERE account = ?",
                        account)
                .stream()
                .flatMap(Optional::stream)
                .findFirst());
    }

    @Override
    public void keep(String account, byte[] sealed) {
        database.write(transaction -> Sql.update(
                transaction,
                "INSERT INTO connector_token (account, sealed, holder, held_until, updated_at) VALUES (?, ?, '', 0, ?)"
                        + " ON CONFLICT (account) DO UPDATE SET sealed = excluded.sealed,"
                        + " updated_at = excluded.updated_at",
                account,
                sealed,
                transaction.nowMillis()));
    }
}
