package org.restconnector.console;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.restconnector.json.Json;
import org.restconnector.log.Audit;
import org.restconnector.pull.PullControl;
import org.restconnector.pull.RunSummary;
import org.restconnector.push.InboundRequest;
import org.restconnector.push.InboxAnswer;
import org.restconnector.push.InboxRefusal;
import org.restconnector.store.PullStates.PullState;
import org.restconnector.store.Run;
import org.restconnector.store.RunInProgressException;
import org.restconnector.store.Store;
import org.restconnector.store.Throughput;

/** The calls that show pulls and their runs, start a run, and stop or start a schedule. */
public final class ConsolePulls {
    private static final int DEFAULT_RUNS = 50;
    private static final int MOST_RUNS = 1000;

    /** More dead letters than that are not counted. */
    private static final long MANY = 1001;

    private final PullControl pulls;
    private final Store store;

    ConsolePulls(PullControl pulls, Store store) {
        this.pulls = pulls;
        this.store = store;
    }

    /** {@code GET /api/pulls} */
    public InboxAnswer list(@Body InboundRequest request) {
        Map<String, Instant> paused = store.pauses().all();
        return InboxAnswer.ok(Map.of(
                "pulls",
                pulls.names().stream()
                        .map(name -> view(name, Optional.ofNullable(paused.get(name))))
                        .toList()));
    }

    /** {@code GET /api/pulls/{name}/runs?limit=&before=} */
    public InboxAnswer runs(@Body InboundRequest request) {
        String name = name(request);
        int limit = (int) request.query().number("limit", DEFAULT_RUNS, 1, MOST_RUNS);
        List<Run> found = store.runs().list(name, limit + 1, request.query().find("before"));
        List<Run> shown = found.subList(0, Math.min(limit, found.size()));
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("runs", shown.stream().map(RunSummary::fields).toList());
        view.put("next", found.size() > limit ? shown.get(limit - 1).id() : null);
        return InboxAnswer.ok(view);
    }

    /** {@code POST /api/pulls/{name}/run} */
    public InboxAnswer run(@Body InboundRequest request) {
        String name = name(request);
        return started(request, name, "pull.run");
    }

    /** {@code POST /api/pulls/{name}/restart}: from the first page; {@code ?state=forget}: from the very beginning. */
    public InboxAnswer restart(@Body InboundRequest request) {
        String name = name(request);
        Optional<String> state = request.query().find("state");
        if (state.filter(word -> !word.equals("forget")).isPresent()) {
            throw InboxRefusal.invalidParameter("state may only be 'forget'");
        }
        boolean forget = state.isPresent();
        Optional<String> before = store.states().find(name).map(PullState::value);
        Map<String, Object> what = new LinkedHashMap<>();
        what.put("pull", name);
        what.put("before", before.map(ConsolePulls::json).orElse(null));
        String action = forget ? "state.reset" : "checkpoint.drop";
        whileIdle(request, action, what, () -> {
            if (forget) {
                store.states().reset(name);
            } else {
                store.states().restart(name);
            }
            return name;
        });
        Audit.done(request.actor(), action, what);
        return started(request, name, "pull.restart");
    }

    private InboxAnswer started(InboundRequest request, String name, String action) {
        Run run = whileIdle(request, action, Map.of("pull", name), () -> pulls.start(name));
        Map<String, Object> what = new LinkedHashMap<>();
        what.put("pull", name);
        what.put("run", run.id());
        Audit.done(request.actor(), action, what);
        return InboxAnswer.of(202, RunSummary.fields(run));
    }

    private static <T> T whileIdle(InboundRequest request, String action, Map<String, Object> what, Supplier<T> work) {
        try {
            return work.get();
        } catch (RunInProgressException e) {
            Audit.refused(request.actor(), action, what, e.getMessage());
            throw InboxRefusal.of(409, "pull_running", e.getMessage());
        }
    }

    /** {@code POST /api/pulls/{name}/pause} */
    public InboxAnswer pause(@Body InboundRequest request) {
        String name = name(request);
        store.pauses().pause(name);
        Audit.done(request.actor(), "pull.pause", Map.of("pull", name));
        return InboxAnswer.ok(view(name, store.pauses().since(name)));
    }

    /** {@code POST /api/pulls/{name}/resume} */
    public InboxAnswer resume(@Body InboundRequest request) {
        String name = name(request);
        store.pauses().resume(name);
        Audit.done(request.actor(), "pull.resume", Map.of("pull", name));
        return InboxAnswer.ok(view(name, Optional.empty()));
    }

    private String name(InboundRequest request) {
        String name = request.path().get("name");
        if (!pulls.names().contains(name)) {
            throw InboxRefusal.of(404, "unknown_pull", "there is no pull '" + name + "' here");
        }
        return name;
    }

    private Map<String, Object> view(String name, Optional<Instant> paused) {
        Optional<Run> last = store.runs().last(name);
        boolean running = last.filter(run -> run.status() == Run.Status.RUNNING).isPresent();
        long[] minutes = store.throughput().minutes("pull", name);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", name);
        view.put("schedule", pulls.schedule(name));
        view.put("to", pulls.destinations(name));
        view.put("running", running);
        view.put("paused", paused.isPresent());
        view.put("pausedAt", paused.map(Instant::toString).orElse(null));
        view.put(
                "nextRun",
                paused.isPresent() || running
                        ? null
                        : pulls.next(name).map(Instant::toString).orElse(null));
        view.put(
                "state",
                store.states().find(name).map(state -> json(state.value())).orElse(null));
        view.put("resumes", store.checkpoints().find(name).isPresent());
        view.put("deadLetters", store.deadLetters().count(name, MANY));
        view.put("rate", minutes[Throughput.MINUTES - 1]);
        view.put("minutes", Arrays.stream(minutes).boxed().toList());
        view.put("lastRun", last.map(RunSummary::fields).orElse(null));
        return view;
    }

    private static Object json(String value) {
        try {
            return Json.read(value);
        } catch (java.io.IOException e) {
            throw new IllegalStateException("the stored value of a pull is not JSON: " + value, e);
        }
    }
}
