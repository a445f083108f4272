package org.restconnector;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.TreeMap;
import org.restconnector.inspect.PreviewReport;
import org.restconnector.inspect.RouteCheck;
import org.restconnector.inspect.Templates;
import org.restconnector.pull.Previews;
import org.restconnector.settings.SettingsException;
import org.restconnector.store.FaultHook;
import org.restconnector.store.Store;
import org.restconnector.store.StoreException;
import org.restconnector.store.StoreSettings;
import org.restconnector.store.Stores;

/** What {@code check --fetch} does: a pull's first pages are fetched with its own settings, and shown. */
final class PullPreview {
    private final Surroundings surroundings;
    private final ApplicationProperties properties;
    private final RouteCheck.Result checked;

    /** @param checked route files without a problem */
    PullPreview(Surroundings surroundings, ApplicationProperties properties, RouteCheck.Result checked) {
        this.surroundings = surroundings;
        this.properties = properties;
        this.checked = checked;
    }

    /** The exit code. */
    int show(String name) throws Exception {
        require(name);
        try (Standalone application = Standalone.forRequests(properties)) {
            application.startDemo();
            application.startUntilClosed();
            try (Previews previews = new Previews(application.main().getCamelContext(), Clock.systemUTC())) {
                return show(name, previews) ? 0 : Failures.FAILED;
            }
        }
    }

    private void require(String name) {
        if (checked.pulls().contains(name)) {
            return;
        }
        String kind = new TreeMap<>(checked.kinds()).getOrDefault(name, "");
        String pulls = checked.pulls().isEmpty() ? "there is none" : "there are: " + String.join(", ", checked.pulls());
        throw new SettingsException(
                kind.isEmpty()
                        ? "there is no pull '" + name + "'; " + pulls
                        : "'" + name + "' is " + (kind.equals(Templates.FLOW) ? "a flow" : "a " + kind)
                                + ", and --fetch takes the name of a pull; " + pulls);
    }

    private boolean show(String name, Previews previews) {
        if (!checked.registry().isIncremental(name)) {
            return report(previews, name, Optional.empty());
        }
        Optional<Store> store = store();
        try {
            return report(previews, name, store);
        } finally {
            store.ifPresent(Store::close);
        }
    }

    private boolean report(Previews previews, String name, Optional<Store> store) {
        return new PreviewReport(
                        store.isPresent()
                                ? previews.of(checked.registry(), name, store.get())
                                : previews.of(checked.registry(), name),
                        surroundings.out()::println)
                .run();
    }

    /** The store as it is; empty where none was made yet, as this command makes none. */
    private Optional<Store> store() {
        StoreSettings settings = Configuration.of(properties).store();
        Path file =
                Path.of(settings.url().replaceFirst("^jdbc:sqlite:(file:)?", "").split("\\?", 2)[0]);
        if (settings.url().startsWith("jdbc:sqlite:") && !Files.exists(file)) {
            return Optional.empty();
        }
        StoreSettings asItIs = new StoreSettings(
                settings.url(), settings.username(), settings.password(), false, settings.dataDirectory());
        try {
            return Optional.of(Stores.open(asItIs, Clock.systemUTC(), FaultHook.load()));
        } catch (StoreException e) {
            surroundings
                    .err()
                    .println("the pull's stored value is not known, its first one is taken: " + e.getMessage());
            return Optional.empty();
        }
    }
}
