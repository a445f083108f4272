package org.restconnector;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.restconnector.http.ApiSettings;
import org.restconnector.http.HttpCalls;
import org.restconnector.inspect.RoutePart;
import org.restconnector.inspect.Templates;
import org.restconnector.pull.PullRegistry;
import org.restconnector.pull.PullSchedule;
import org.restconnector.pull.RunHolds;
import org.restconnector.push.FlowDirectory;
import org.restconnector.push.FlowRegistry;
import org.restconnector.push.Flows;
import org.restconnector.reload.Operations;

/** What becomes of the pulls and flows whose routes are exchanged while they run. */
final class LiveEndpoints implements Operations {
    static final String BEAN = "rest-live-endpoints";

    private final CamelContext context;
    private final SettingsCheck settings;
    private final PullRegistry pulls;
    private final FlowRegistry flows;
    private final RunHolds holds;
    /** Of the swap that this thread is in. */
    private final ThreadLocal<List<ApiSettings>> before = new ThreadLocal<>();

    LiveEndpoints(
            CamelContext context, SettingsCheck settings, PullRegistry pulls, FlowRegistry flows, RunHolds holds) {
        this.context = Objects.requireNonNull(context, "context");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.pulls = Objects.requireNonNull(pulls, "pulls");
        this.flows = Objects.requireNonNull(flows, "flows");
        this.holds = Objects.requireNonNull(holds, "holds");
    }

    @Override
    public void hold(RoutePart part) {
        if (part.kind().equals(Templates.FLOW)) {
            live(running -> running.hold(part.name().orElseThrow()));
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
        before.set(apis());
    }

    @Override
    public void check(Set<RoutePart> added) {
        settings.checkEndpoints(names(added));
    }

    @Override
    public void end(Set<RoutePart> parts) {
        Set<String> names = names(parts);
        settings.end(names);
        forgetApis();
        names.forEach(name -> {
            live(running -> running.drop(name));
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

    private void forgetApis() {
        List<ApiSettings> then = before.get();
        before.remove();
        HttpCalls calls = context.getRegistry().lookupByNameAndType("rest-calls", HttpCalls.class);
        if (then != null && calls != null) {
            calls.forget(then, apis());
        }
    }

    private List<ApiSettings> apis() {
        return Stream.concat(
                        pulls.all().stream().map(pulls::api),
                        flows.names().stream().map(flows::api))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Set<String> names(Set<RoutePart> parts) {
        return parts.stream().flatMap(part -> part.name().stream()).collect(Collectors.toSet());
    }

    private void live(Consumer<Flows> action) {
        Optional.ofNullable(context.getRegistry().lookupByNameAndType(FlowDirectory.BEAN, Flows.class))
                .ifPresent(action);
    }

    private void schedule(Consumer<PullSchedule> action) {
        Optional.ofNullable(context.getRegistry().lookupByNameAndType("rest-schedule", PullSchedule.class))
                .ifPresent(action);
    }
}
