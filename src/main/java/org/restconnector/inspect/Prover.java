package org.restconnector.inspect;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.restconnector.http.Response;
import org.restconnector.json.FieldPath;
import org.restconnector.json.Json;
import org.restconnector.pull.Preview;
import org.restconnector.pull.PreviewPage;

/** Follows a clue for a page: it holds if that page has other records, and none of the first page's. */
final class Prover {
    private final Trials trials;
    private final Map<String, String> base;
    private final Response answer;
    private final List<Map<String, Object>> records;
    private final Optional<FieldPath> key;

    /**
     * @param base the parameters without any of pagination
     * @param answer to them
     * @param records in it
     */
    Prover(
            Trials trials,
            Map<String, String> base,
            Response answer,
            List<Map<String, Object>> records,
            Optional<String> key) {
        this.trials = trials;
        this.base = base;
        this.answer = answer;
        this.records = records;
        this.key = key.map(FieldPath::of);
    }

    /** Empty if the clue led nowhere. */
    Optional<Proof> prove(Clue clue) {
        return switch (clue.kind()) {
            case "page" -> page(clue);
            case "offset" -> offset(clue);
            default -> follow(clue);
        };
    }

    private Optional<Proof> follow(Clue clue) {
        Preview preview = preview(clue);
        preview.take(answer);
        if (!preview.hasNext()) {
            return Optional.empty();
        }
        PreviewPage second = trials.next(preview);
        if (second.error().isPresent()) {
            return Optional.empty();
        }
        if (second.records().isEmpty()) {
            return Optional.of(proof(clue, false, clue.reason() + "; the next page is empty", second));
        }
        return disjoint(records, second.records())
                ? Optional.of(proof(clue, true, clue.reason() + "; " + seen(second), second))
                : Optional.empty();
    }

    private Optional<Proof> page(Clue clue) {
        Clue fromZero = clue.with("firstPage", "0");
        PreviewPage zero = trials.next(preview(fromZero));
        Clue fromOne = clue.with("firstPage", "1");
        Preview preview = preview(fromOne);
        PreviewPage one = trials.next(preview);
        if (!good(one)) {
            return Optional.empty();
        }
        boolean zeroIsAPage = good(zero) && disjoint(zero.records(), one.records());
        boolean zeroIsFirst = zeroIsAPage && (same(zero, records) || !same(one, records));
        String place = clue.parameters().get("pageParam");
        if (zeroIsFirst) {
            String text = clue.reason() + "; " + place + "=0 is the first page, " + place + "=1 held " + other(one);
            return Optional.of(proof(fromZero, true, text, one));
        }
        if (!preview.hasNext()) {
            return Optional.empty();
        }
        PreviewPage two = trials.next(preview);
        if (two.error().isPresent()) {
            return Optional.empty();
        }
        if (two.records().isEmpty()) {
            String text = clue.reason() + "; " + place + "=1 is the first page, " + place + "=2 is empty";
            return same(one, records) ? Optional.of(proof(fromOne, false, text, two)) : Optional.empty();
        }
        if (!disjoint(one.records(), two.records())) {
            return Optional.empty();
        }
        String text = clue.reason() + "; " + place + "=1 is the first page, not 0; " + place + "=2 held " + other(two);
        return Optional.of(proof(fromOne, true, text, two));
    }

    private Optional<Proof> offset(Clue clue) {
        Optional<Proof> fromZero = offsetFrom(clue, 0);
        return fromZero.isPresent() ? fromZero : offsetFrom(clue.with("firstOffset", "1"), 1);
    }

    private Optional<Proof> offsetFrom(Clue clue, int first) {
        Preview preview = preview(clue);
        PreviewPage begin = trials.next(preview);
        if (!good(begin) || !same(begin, records) || !preview.hasNext()) {
            return Optional.empty();
        }
        PreviewPage second = trials.next(preview);
        if (second.error().isPresent() || !disjoint(records, second.records())) {
            return Optional.empty();
        }
        String place = clue.parameters().get("offsetParam") + "=" + (records.size() + first);
        return Optional.of(
                second.records().isEmpty()
                        ? proof(clue, false, clue.reason() + "; " + place + " is empty", second)
                        : proof(clue, true, clue.reason() + "; " + place + " held " + other(second), second));
    }

    private Preview preview(Clue clue) {
        Map<String, String> parameters = new HashMap<>(base);
        parameters.putAll(clue.parameters());
        return trials.of(parameters);
    }

    private static boolean good(PreviewPage page) {
        return page.error().isEmpty() && !page.records().isEmpty();
    }

    private static Proof proof(Clue clue, boolean sure, String text, PreviewPage second) {
        return new Proof(clue, sure, text, second.document().map(Leaf::of).orElse(List.of()), second.records());
    }

    private static String seen(PreviewPage second) {
        return "the next page held " + other(second);
    }

    private static String other(PreviewPage page) {
        return page.records().size() + " other record" + (page.records().size() == 1 ? "" : "s");
    }

    private boolean same(PreviewPage page, List<Map<String, Object>> others) {
        return identities(page.records()).equals(identities(others));
    }

    private boolean disjoint(List<Map<String, Object>> some, List<Map<String, Object>> others) {
        Set<Object> both = identities(some);
        both.retainAll(identities(others));
        return both.isEmpty();
    }

    private Set<Object> identities(List<Map<String, Object>> some) {
        Set<Object> identities = new HashSet<>();
        some.forEach(
                record -> identities.add(key.flatMap(path -> path.find(record)).orElseGet(() -> Json.text(record))));
        return identities;
    }
}
