package org.restconnector.store;

import java.util.List;
import java.util.Optional;

/** The table {@code connector_tenant}. */
final class JdbcTenantSettings implements TenantSettings {
    private final Database database;
    private final String byName;

    JdbcTenantSettings(Database database) {
        this.database = database;
        // one order whatever the database's language is
        this.byName = database.dialect() == Dialect.POSTGRESQL ? "tenant COLLATE \"C\"" : "tenant";
    }

    @Override
    public Optional<byte[]> find(String flow, String tenant) {
        return database.read(transaction -> find(transaction, flow, tenant));
    }

    private static Optional<byte[]> find(Transaction transaction, String flow, String tenant) {
        return Sql.query(
                        transaction,
                        row -> row.getBytes(1),
                        "SELECT sealed FROM connector_tenant WHERE flow = ? AND tenant = ?",
                        flow,
                        tenant)
                .stream()
                .findFirst();
    }

    @Override
    public boolean keep(String flow, String tenant, byte[] sealed) {
        return database.write(transaction -> {
            boolean fresh = find(transaction, flow, tenant).isEmpty();
            Sql.update(
                    transaction,
                    "INSERT INTO connector_tenant (flow, tenant, sealed, updated_at) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (flow, tenant) DO UPDATE SET sealed = excluded.sealed,"
                            + " updated_at = excluded.updated_at",
                    flow,
                    tenant,
                    sealed,
                    transaction.nowMillis());
            return fresh;
        });
    }

    @Override
    public boolean remove(String flow, String tenant) {
        return database.write(transaction ->
                Sql.update(transaction, "DELETE FROM connector_tenant WHERE flow = ? AND tenant = ?", flow, tenant)
                        == 1);
    }

    @Override
    public List<String> tenants(String flow, String after, int limit) {
        return database.read(transaction -> Sql.query(
                transaction,
                row -> row.getString(1),
                "SELECT tenant FROM connector_tenant WHERE flow = ? AND " + byName + " > ? ORDER BY " + byName
                        + " LIMIT ?",
                flow,
                after,
                limit));
    }
}
