package org.restconnector.console;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.camel.Body;
import org.restconnector.log.Audit;
import org.restconnector.pull.DeadLetterEvent;
import org.restconnector.push.FlowDirectory;
import org.restconnector.push.InboundRequest;
import org.restconnector.push.InboxAnswer;
import org.restconnector.push.InboxRefusal;
import org.restconnector.store.DeadLetters;
import org.restconnector.store.DeadLetters.Filter;
import org.restconnector.store.DeadLetters.Found;

/** The calls that show, replay and discard the records that could not be delivered. */
public final class ConsoleDeadLetters {
    private static final int DEFAULT_LETTERS = 50;
    private static final int MOST_LETTERS = 500;

    private final DeadLetters letters;
    private final FlowDirectory flows;
    private final DeadLetterSelection.Reader selections;

    ConsoleDeadLetters(DeadLetters letters, FlowDirectory flows, Clock clock, int maxBytes) {
        this.letters = letters;
        this.flows = flows;
        this.selections = new DeadLetterSelection.Reader(clock, maxBytes);
    }

    /** {@code GET /api/dead-letters?from=&tenant=&stream=&job=&since=&until=&error=&limit=&before=} */
    public InboxAnswer list(@Body InboundRequest request) {
        int limit = (int) request.query().number("limit", DEFAULT_LETTERS, 1, MOST_LETTERS);
        Found found = letters.page(
                selections.filter(name -> request.query().find(name)),
                limit,
                request.query().find("before"));
        Map<String, Object> view = new LinkedHashMap<>();
        view.put(
                "deadLetters",
                found.letters().stream().map(DeadLetterEvent::fields).toList());
        view.put("next", found.next().orElse(null));
        return InboxAnswer.ok(view);
    }

    /** {@code GET /api/dead-letters/{id}} */
    public InboxAnswer find(@Body InboundRequest request) {
        return letters.find(request.path().get("id"))
                .map(letter -> InboxAnswer.ok(DeadLetterEvent.fieldsWithRecord(letter)))
                .orElseThrow(() -> InboxRefusal.of(404, "unknown_dead_letter", "there is no such dead letter (now)"));
    }

    /** {@code POST /api/dead-letters/replay} */
    public InboxAnswer replay(@Body InboundRequest request) {
        InboxAnswer answer = change(request, "replay", selections.read(request), letters::replay, letters::replay);
        flows.names().forEach(name -> flows.find(name).ifPresent(FlowDirectory.Flow::wake));
        return answer;
    }

    /** {@code POST /api/dead-letters/discard} */
    public InboxAnswer discard(@Body InboundRequest request) {
        return change(request, "discard", selections.read(request), letters::discard, letters::discard);
    }

    private static InboxAnswer change(
            InboundRequest request,
            String action,
            DeadLetterSelection selection,
            Function<List<String>, List<String>> byId,
            ToLongFunction<Filter> byFilter) {
        List<String> changed = selection.ids().isEmpty() ? List.of() : byId.apply(selection.ids());
        long count = selection.ids().isEmpty() ? byFilter.applyAsLong(selection.filter()) : changed.size();
        Map<String, Object> what = new LinkedHashMap<>();
        what.put("count", count);
        if (selection.ids().isEmpty()) {
            what.put("which", selection.shown());
        } else {
            what.put("ids", changed);
        }
        Audit.done(request.actor(), "dead-letters." + action, what);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put(action.equals("replay") ? "replayed" : "discarded", count);
        view.put(
                "unknown",
                selection.ids().stream().filter(id -> !changed.contains(id)).toList());
        return InboxAnswer.ok(view);
    }
}
