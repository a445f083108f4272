package org.restconnector;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.restconnector.inspect.RoutePart;
import org.restconnector.inspect.Templates;
import org.restconnector.pull.PullRegistry;
import org.restconnector.pull.PullSchedule;
import org.restconnector.pull.RunHolds;
import org.restconnector.push.FlowDirectory;
import org.restconnector.push.Flows;
import org.restconnector.reload.Operations;

/** What becomes of the pulls and flows whose routes are exchanged while they run. */
final class LiveEndpoints implements Operations {
    static final String BEAN = "rest-live-endpoints";

    private final CamelContext context;
    private final SettingsCheck settings;
    private final PullRegistry pulls;
    private final RunHolds holds;

    LiveEndpoints(CamelContext context, SettingsCheck settings, PullRegistry pulls, RunHolds holds) {
        this.context = Objects.requireNonNull(context, "context");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.pulls = Objects.requireNonNull(pulls, "pulls");
        this.holds = Objects.requireNonNull(holds, "holds");
    }

    @Override
    public void hold(RoutePart part) {
        if (part.kind().equals(Templates.FLOW)) {
            flows(flows -> flows.hold(part.name().orElseThrow()));
        } else {
            part.name().ifPresent(holds::hold);
        }
    }

    @Override
    public boolean isIdle(RoutePart part) {
        return part.name().filter(name -> !holds.isIdle(name)).isEmpty();
    }

    @Override
    public void begin(Set<RoutePart> parts) {
        settings.begin(names(parts));
    }

    @Override
    public void check(Set<RoutePart> added) {
        settings.checkEndpoints(names(added));
    }

    @Override
    public void end(Set<RoutePart> parts) {
        Set<String> names = names(parts);
        settings.end(names);
        names.forEach(name -> {
            flows(flows -> flows.drop(name));
            schedule(schedule -> {
                if (pulls.names().contains(name)) {
                    schedule.renew(name);
                } else {
                    schedule.forget(name);
                }
            });
            holds.release(name);
        });
    }

    @Override
    public Set<String> endpoints() {
        return settings.endpoints();
    }

    private static Set<String> names(Set<RoutePart> parts) {
        return parts.stream().flatMap(part -> part.name().stream()).collect(Collectors.toSet());
    }

    private void flows(Consumer<Flows> action) {
        Optional.ofNullable(context.getRegistry().lookupByNameAndType(FlowDirectory.BEAN, Flows.class))
                .ifPresent(action);
    }

    private void schedule(Consumer<PullSchedule> action) {
        Optional.ofNullable(context.getRegistry().lookupByNameAndType("rest-schedule", PullSchedule.class))
                .ifPresent(action);
    }
}
