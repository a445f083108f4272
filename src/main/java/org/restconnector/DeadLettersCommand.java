package org.restconnector;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.restconnector.json.Json;
import org.restconnector.log.Actor;
import org.restconnector.log.Audit;
import org.restconnector.pull.DeadLetterEvent;
import org.restconnector.store.DeadLetters.DeadLetter;
import org.restconnector.store.DeadLetters.Filter;
import org.restconnector.store.FaultHook;
import org.restconnector.store.SqliteLibrary;
import org.restconnector.store.Store;
import org.restconnector.store.Stores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows, replays and discards the records that could not be delivered. It opens the store alone, beside whoever uses it. */
@Command(name = "dead-letters", description = "Show, replay or discard the records that could not be delivered.")
final class DeadLettersCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    DeadLettersCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "dead-letters needs one of list, show, replay, discard");
    }

    @Command(name = "list", description = "Print one JSON object a line, newest first, without the records.")
    int list(
            @Mixin DeadLetterOptions options,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description = "How many at most; default ${DEFAULT-VALUE}.")
                    int limit) {
        if (limit < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--limit is " + limit + "; allowed is a whole number of at least 1");
        }
        Filter filter = options.filter();
        try (Store store = open()) {
            List<DeadLetter> letters = store.deadLetters().list(filter, limit);
            letters.forEach(letter -> surroundings.out().println(Json.text(DeadLetterEvent.fields(letter))));
            long all = letters.size() < limit
                    ? letters.size()
                    : store.deadLetters().count(filter);
            if (all > letters.size()) {
                surroundings.err().println((all - letters.size()) + " more; --limit " + all + " shows all");
            }
        }
        return 0;
    }

    @Command(name = "show", description = "Print one dead letter, with its record, as a line of JSON.")
    int show(@Parameters(paramLabel = "ID", description = "As `list` prints it.") String id) {
        try (Store store = open()) {
            Optional<DeadLetter> letter = store.deadLetters().find(id);
            if (letter.isEmpty()) {
                unknown(id);
                return Failures.FAILED;
            }
            surroundings.out().println(Json.text(DeadLetterEvent.fieldsWithRecord(letter.get())));
            return 0;
        }
    }

    @Command(
            name = "replay",
            description = {
                "Have records sent again, with the same ids: by a running process, else by the next one.",
                "Prints how many as a line of JSON."
            })
    int replay(@Mixin DeadLetterChoice choice) {
        choice.check(own("replay"));
        try (Store store = open()) {
            int code = change("replayed", choice, store.deadLetters()::replay, filter -> store.deadLetters()
                    .replay(filter));
            if (code == 0) {
                surroundings
                        .err()
                        .println("a running process sends them now; where none runs, the next run does, or once NAME "
                                + "for those of the pull NAME");
            }
            return code;
        }
    }

    @Command(name = "discard", description = "Delete them for good. Prints how many as a line of JSON.")
    int discard(@Mixin DeadLetterChoice choice) {
        choice.check(own("discard"));
        try (Store store = open()) {
            return change("discarded", choice, store.deadLetters()::discard, filter -> store.deadLetters()
                    .discard(filter));
        }
    }

    private CommandSpec own(String command) {
        return spec.subcommands().get(command).getCommandSpec();
    }

    private int change(
            String done,
            DeadLetterChoice choice,
            Function<List<String>, List<String>> byId,
            ToLongFunction<Filter> byFilter) {
        List<String> ids = choice.ids().stream().distinct().toList();
        List<String> changed = ids.isEmpty() ? List.of() : byId.apply(ids);
        long count = ids.isEmpty() ? byFilter.applyAsLong(choice.filter()) : changed.size();
        Map<String, Object> what = new LinkedHashMap<>();
        what.put("count", count);
        if (ids.isEmpty()) {
            what.put("which", shown(choice.filter()));
        } else {
            what.put("ids", changed);
        }
        Audit.done(Actor.commandLine(), "dead-letters." + (done.equals("replayed") ? "replay" : "discard"), what);
        surroundings.out().println(Json.text(Map.of(done, count)));
        ids.stream().filter(id -> !changed.contains(id)).forEach(this::unknown);
        return changed.size() == ids.size() ? 0 : Failures.FAILED;
    }

    private static Map<String, Object> shown(Filter filter) {
        Map<String, Object> shown = new LinkedHashMap<>();
        filter.from().ifPresent(name -> shown.put("from", name));
        filter.tenant().ifPresent(tenant -> shown.put("tenant", tenant));
        filter.stream().ifPresent(stream -> shown.put("stream", stream));
        filter.job().ifPresent(job -> shown.put("job", job));
        filter.since().ifPresent(time -> shown.put("since", time.toString()));
        filter.until().ifPresent(time -> shown.put("until", time.toString()));
        filter.error().ifPresent(text -> shown.put("error", text));
        return shown.isEmpty() ? Map.of("all", true) : shown;
    }

    private void unknown(String id) {
        surroundings.err().println("there is no dead letter '" + id + "'; dead-letters list shows their ids");
    }

    private Store open() {
        Configuration configuration = Configuration.of(ApplicationProperties.read(surroundings.directory()));
        SqliteLibrary.load();
        return Stores.open(configuration.store(), Clock.systemUTC(), FaultHook.load());
    }
}
