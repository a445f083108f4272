package org.restconnector.sink;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.restconnector.store.TableDatabase;

/** The users' databases of a Camel context, each opened once and closed with the context. */
final class TableDatabases extends ServiceSupport {
    private final CamelContext context;
    private final Map<String, TableDatabase> databases = new HashMap<>();

    private TableDatabases(CamelContext context) {
        this.context = context;
    }

    static TableDatabases of(CamelContext context) {
        synchronized (context) {
            TableDatabases databases = context.hasService(TableDatabases.class);
            if (databases == null) {
                databases = new TableDatabases(context);
                add(context, databases);
            }
            return databases;
        }
    }

    private static void add(CamelContext context, TableDatabases databases) {
        try {
            context.addService(databases);
        } catch (Exception e) {
            throw new IllegalStateException("a service cannot be started with the context", e);
        }
    }

    /** @throws IllegalArgumentException if its properties are missing or wrong, naming them */
    synchronized TableDatabase get(String name) {
        return databases.computeIfAbsent(name, this::open);
    }

    private TableDatabase open(String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "db '" + name + "': a name has letters, digits, '.', '_' and '-' only; its URL stands in"
                            + " connector.db.NAME.url");
        }
        String prefix = "connector.db." + name;
        String url = property(prefix + ".url")
                .orElseThrow(() -> new IllegalArgumentException("db '" + name + "': the property " + prefix
                        + ".url is missing; write jdbc:sqlite:... or jdbc:postgresql:..."));
        return new TableDatabase(name, url, property(prefix + ".username"), property(prefix + ".password"));
    }

    private Optional<String> property(String key) {
        return context.getPropertiesComponent().resolveProperty(key).filter(value -> !value.isBlank());
    }

    @Override
    protected synchronized void doStop() {
        databases.values().forEach(TableDatabase::close);
        databases.clear();
    }
}
