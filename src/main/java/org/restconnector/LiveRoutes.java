package org.restconnector;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.restconnector.inspect.FileProblem;
import org.restconnector.inspect.RouteSource;
import org.restconnector.reload.Reload;
import org.restconnector.settings.SettingsException;

/** Lets edits of the route files take effect for as long as the application runs. */
final class LiveRoutes extends MainListenerSupport {
    private final ApplicationProperties properties;
    private final RouteFiles files;
    private final List<RouteSource> known;
    private final Reload.Pace pace;
    private Optional<Set<String>> taken = Optional.empty();
    private Reload reload;

    /** @param known the files that the application is started with */
    LiveRoutes(ApplicationProperties properties, List<RouteSource> known, Reload.Pace pace) {
        this.properties = Objects.requireNonNull(properties, "properties");
        this.files = new RouteFiles(properties);
        this.known = List.copyOf(known);
        this.pace = Objects.requireNonNull(pace, "pace");
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        Reload.Files source = new Reload.Files(files::look, sources -> problems(context, sources), files::parts);
        reload = new Reload(
                known,
                source,
                pace,
                context,
                properties.directory(),
                context.getRegistry().lookupByNameAndType(LiveEndpoints.BEAN, LiveEndpoints.class));
        reload.start();
    }

    private List<FileProblem> problems(CamelContext context, List<RouteSource> sources) {
        List<FileProblem> problems = new ArrayList<>();
        try {
            problems.addAll(files.problems(sources));
        } catch (SettingsException e) {
            problems.add(FileProblem.ofConfiguration(e.getMessage()));
        }
        if (problems.isEmpty()) {
            problems.addAll(PlainRoutesCheck.problems(sources, taken(context)));
        }
        return problems;
    }

    /** Asked for before the first edit takes effect: none of the product's own routes comes later. */
    private Set<String> taken(CamelContext context) {
        taken = taken.or(() -> Optional.of(PlainRoutesCheck.others(context, known)));
        return taken.get();
    }

    @Override
    public void beforeStop(BaseMainSupport main) {
        if (reload != null) {
            reload.close();
        }
    }
}
