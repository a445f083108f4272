package org.restconnector.push;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.restconnector.settings.SettingsException;
import org.restconnector.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The targets of a flow's tenants: of what was put for a tenant, else of its file. Each is looked at again once
 * a second while it is used. Safe for use by many threads.
 */
final class TenantTargets implements TenantDirectory {
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_KNOWN = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(TenantTargets.class);

    private final String flow;
    private final Tenancy tenancy;
    private final TenantFiles files;
    private final StoredTenants stored;
    private final Consumer<String> changed;
    /** The tenants whose settings are not there, or cannot be used, and why. */
    private final Map<String, String> unusable = new ConcurrentHashMap<>();

    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    private record Known(TenantConfig config, Optional<PushSettings> settings, String problem, long lookedAt) {
        Known lookedAt(long nanos) {
            return new Known(config, settings, problem, nanos);
        }
    }

    /** @param changed gets each tenant whose settings are others than they were, from whatever thread sees it */
    TenantTargets(String flow, Tenancy tenancy, StoredTenants stored, Consumer<String> changed) {
        this.flow = flow;
        this.tenancy = tenancy;
        this.files = new TenantFiles(tenancy.folder(), tenancy.placeholders());
        this.stored = stored;
        this.changed = changed;
    }

    /** Where the tenant's requests go; empty if that is not known, for a reason that is told. */
    Optional<PushSettings> find(String tenant) {
        Optional<Known> found = look(tenant);
        Optional<PushSettings> settings = found.flatMap(Known::settings);
        if (settings.isPresent()) {
            if (unusable.remove(tenant) != null) {
                LOG.info("flow {}: the settings of tenant {} can be used now", flow, tenant);
            }
        } else {
            String why = found.map(Known::problem).orElse("it has no file in " + files);
            if (!why.equals(unusable.put(tenant, why))) {
                LOG.warn("flow {}: the records of tenant {} wait: {}", flow, tenant, why);
            }
        }
        return settings;
    }

    /** The tenants that {@link #find} has last found nothing for. */
    Set<String> unusable() {
        return unusable.keySet();
    }

    private Optional<Known> look(String tenant) {
        Optional<Known> last;
        synchronized (known) {
            last = Optional.ofNullable(known.get(tenant));
        }
        long now = System.nanoTime();
        if (last.filter(is -> now - is.lookedAt() < LOOK_AGAIN_NANOS).isPresent()) {
            return last;
        }
        Optional<TenantConfig> config;
        try {
            config = read(tenant, last.map(Known::config));
        } catch (StoreException e) {
            if (last.isPresent()) {
                return last;
            }
            throw e;
        }
        Optional<Known> next = config.map(found -> last.filter(
                        is -> is.config().says(found) && is.config().secrets().equals(found.secrets()))
                .map(is -> new Known(found, is.settings(), is.problem(), now))
                .orElseGet(() -> known(tenant, found, now)));
        synchronized (known) {
            next.ifPresentOrElse(is -> known.put(tenant, is), () -> known.remove(tenant));
        }
        boolean same = next.filter(is -> last.isPresent() && last.get().config().says(is.config()))
                .isPresent();
        if (last.isPresent() && !same) {
            changed.accept(tenant);
        }
        return next;
    }

    private Optional<TenantConfig> read(String tenant, Optional<TenantConfig> before) {
        return stored.read(flow, tenant, before).or(() -> files.read(tenant, before));
    }

    private Known known(String tenant, TenantConfig config, long now) {
        try {
            return new Known(config, Optional.of(tenancy.settings(tenant, config)), "", now);
        } catch (SettingsException e) {
            return new Known(config, Optional.empty(), e.getMessage(), now);
        }
    }

    @Override
    public boolean knows(String tenant) {
        return files.exists(tenant) || stored.exist(flow, tenant);
    }

    @Override
    public Optional<Map<String, String>> shown(String tenant) {
        forget(tenant);
        return look(tenant)
                .map(is -> tenancy.shown(is.config().values(), is.config().secrets()));
    }

    @Override
    public Optional<String> problem(String tenant) {
        return look(tenant).map(Known::problem).filter(problem -> !problem.isEmpty());
    }

    @Override
    public void put(String tenant, Map<String, String> values) {
        Map<String, String> all = new LinkedHashMap<>(values);
        Optional<TenantConfig> before = stored.read(flow, tenant, Optional.empty());
        List<String> unknown = all.entrySet().stream()
                .filter(entry -> entry.getValue().equals(MASK))
                .map(Map.Entry::getKey)
                .filter(key -> before.filter(config -> config.values().containsKey(key))
                        .isEmpty())
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw new SettingsException(unknown.stream()
                    .map(key -> "key " + key + " is " + MASK + ", which keeps what was put before, but nothing was")
                    .collect(Collectors.joining("; ")));
        }
        all.replaceAll((key, value) ->
                value.equals(MASK) ? before.orElseThrow().values().get(key) : value);
        // refused here rather than when a record is to be sent
        tenancy.settings(tenant, all, List.of());
        stored.put(flow, tenant, all);
        forget(tenant);
    }

    @Override
    public boolean remove(String tenant) {
        boolean removed = stored.remove(flow, tenant);
        forget(tenant);
        return removed;
    }

    /** Looks at it anew, and still sees whether it has changed. */
    private void forget(String tenant) {
        synchronized (known) {
            known.computeIfPresent(tenant, (name, is) -> is.lookedAt(System.nanoTime() - LOOK_AGAIN_NANOS));
        }
    }

    @Override
    public List<String> tenants(String after, int limit) {
        TreeSet<String> tenants = new TreeSet<>(stored.tenants(flow, after, limit));
        try {
            files.names().stream()
                    .flatMap(name -> TenantFiles.tenant(name).stream())
                    .filter(tenant -> tenant.compareTo(after) > 0)
                    .forEach(tenants::add);
        } catch (IOException e) {
            LOG.warn("flow {}: the folder {} cannot be read: {}", flow, files, e.getMessage());
        }
        return tenants.stream().limit(limit).toList();
    }
}
