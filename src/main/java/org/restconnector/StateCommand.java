package org.restconnector;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.restconnector.json.Json;
import org.restconnector.log.Actor;
import org.restconnector.log.Audit;
import org.restconnector.pull.PullRegistry;
import org.restconnector.settings.SettingsException;
import org.restconnector.store.Checkpoints.Checkpoint;
import org.restconnector.store.FaultHook;
import org.restconnector.store.PullStates.PullState;
import org.restconnector.store.RunInProgressException;
import org.restconnector.store.Store;
import org.restconnector.store.Stores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows and changes what pulls keep from run to run. It opens the store alone, beside whoever uses it. */
@Command(
        name = "state",
        description = "Show or change what pulls keep: incremental value, checkpoint, records delivered.")
final class StateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    StateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "state needs one of list, show, set, reset");
    }

    @Command(name = "list", description = "Print a line of JSON for each pull.")
    int list() {
        ApplicationProperties properties = properties();
        PullRegistry pulls = pulls(properties);
        try (Store store = open(properties)) {
            names(store, pulls).forEach(name -> print(store, name));
        }
        return 0;
    }

    @Command(name = "show", description = "Print what one pull keeps, as a line of JSON.")
    int show(@Parameters(paramLabel = "NAME", description = "Name of a pull.") String name) {
        return with(name, (store, pulls) -> {
            print(store, name);
            return 0;
        });
    }

    @Command(
            name = "set",
            description = {
                "Put a value in the place of the stored one: the next run begins there.",
                "Drops the checkpoint, too. Refused while the pull runs."
            })
    int set(
            @Parameters(paramLabel = "NAME", description = "Name of an incremental pull.") String name,
            @Parameters(paramLabel = "VALUE", description = "As its records have it: a time, a number, a text.")
                    String value) {
        return with(name, (store, pulls) -> {
            Optional<String> before = store.states().find(name).map(PullState::value);
            String json = json(pulls, name, value, before);
            Map<String, Object> what = what(name, before);
            what.put("value", json(json));
            return changed(store, "state.set", what, () -> store.states().set(name, json));
        });
    }

    private static String json(PullRegistry pulls, String name, String value, Optional<String> before) {
        if (!pulls.names().contains(name)) {
            throw new SettingsException("there is no pull '" + name + "' in the route files any more, or its file is"
                    + " wrong; only reset works then");
        }
        try {
            return pulls.value(name, value, before);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(e.getMessage(), e);
        }
    }

    @Command(
            name = "reset",
            description = {
                "Forget the value, the checkpoint, and what was delivered: the next run begins anew.",
                "Refused while the pull runs."
            })
    int reset(@Parameters(paramLabel = "NAME", description = "Name of a pull.") String name) {
        return with(name, (store, pulls) -> {
            Optional<String> before = store.states().find(name).map(PullState::value);
            return changed(store, "state.reset", what(name, before), () -> store.states()
                    .reset(name));
        });
    }

    private static Map<String, Object> what(String name, Optional<String> before) {
        Map<String, Object> what = new LinkedHashMap<>();
        what.put("pull", name);
        what.put("before", json(before));
        return what;
    }

    private int changed(Store store, String action, Map<String, Object> what, Runnable change) {
        try {
            change.run();
        } catch (RunInProgressException e) {
            Audit.refused(Actor.commandLine(), action, what, e.getMessage());
            surroundings.err().println(e.getMessage());
            return Failures.FAILED;
        }
        Audit.done(Actor.commandLine(), action, what);
        print(store, String.valueOf(what.get("pull")));
        return 0;
    }

    @FunctionalInterface
    private interface Work {
        int run(Store store, PullRegistry pulls);
    }

    private int with(String name, Work work) {
        ApplicationProperties properties = properties();
        PullRegistry pulls = pulls(properties);
        try (Store store = open(properties)) {
            TreeSet<String> names = names(store, pulls);
            if (!names.contains(name)) {
                throw new SettingsException("there is no pull '" + name + "'; there are: " + String.join(", ", names));
            }
            return work.run(store, pulls);
        }
    }

    /** Those of the route files, and those that have left something behind. */
    private static TreeSet<String> names(Store store, PullRegistry pulls) {
        TreeSet<String> names = new TreeSet<>(pulls.names());
        names.addAll(store.states().pulls());
        return names;
    }

    private void print(Store store, String name) {
        Optional<PullState> state = store.states().find(name);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pull", name);
        fields.put("state", json(state.map(PullState::value)));
        fields.put("field", state.flatMap(PullState::field).orElse(null));
        fields.put("updatedAt", state.map(found -> found.updatedAt().toString()).orElse(null));
        fields.put("checkpoint", json(store.checkpoints().find(name).map(Checkpoint::position)));
        fields.put("remembered", store.delivered().count(name));
        surroundings.out().println(Json.text(fields));
    }

    private static Object json(Optional<String> text) {
        return text.map((Function<String, Object>) StateCommand::json).orElse(null);
    }

    private static Object json(String text) {
        try {
            return Json.read(text);
        } catch (IOException e) {
            // a secret's place in a checkpoint is marked in a way that no JSON has
            return text;
        }
    }

    private ApplicationProperties properties() {
        return ApplicationProperties.read(surroundings.directory());
    }

    private static PullRegistry pulls(ApplicationProperties properties) {
        RouteFiles files = new RouteFiles(properties);
        return files.check(files.all()).registry();
    }

    private static Store open(ApplicationProperties properties) {
        return Stores.open(Configuration.of(properties).store(), Clock.systemUTC(), FaultHook.load());
    }
}
