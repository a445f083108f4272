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
        Clue fromOne = clue.with("firstPage", "1");
        PreviewPage two = first(clue.with("firstPage", "2"));
        if (good(two) && same(two, records)) {
            // not heeded
            return Optional.empty();
        }
        PreviewPage one = first(fromOne);
        if (!good(one)) {
            return Optional.empty();
        }
        PreviewPage zero = first(fromZero);
        String place = clue.parameters().get("pageParam");
        boolean zeroIsAPage = good(zero) && disjoint(zero.records(), one.records());
        if (zeroIsAPage && (same(zero, records) || !same(one, records))) {
            String text = clue.reason() + "; " + place + "=0 is the first page, " + place + "=1 held " + other(one);
            return Optional.of(proof(fromZero, true, text, one));
        }
        if (two.error().isPresent() || !disjoint(one.records(), two.records())) {
            return Optional.empty();
        }
        String first = clue.reason() + "; " + place + "=1 is the first page, ";
        if (!two.records().isEmpty()) {
            return Optional.of(proof(fromOne, true, first + "not 0; " + place + "=2 held " + other(two), two));
        }
        return same(one, records)
                ? Optional.of(proof(fromOne, false, first + place + "=2 is empty", two))
                : Optional.empty();
    }

    private Optional<Proof> offset(Clue clue) {
        PreviewPage second = first(clue.with("firstOffset", String.valueOf(records.size())));
        if (second.error().isPresent() || same(second, records)) {
            return Optional.empty();
        }
        return disjoint(records, second.records())
                ? offset(clue, 0, second)
                : offset(clue, 1, first(clue.with("firstOffset", String.valueOf(records.size() + 1))));
    }

    /** @param begin the first record's offset */
    private Optional<Proof> offset(Clue clue, int begin, PreviewPage second) {
        Clue from = clue.with("firstOffset", String.valueOf(begin));
        PreviewPage first = first(from);
        boolean holds =
                good(first) && same(first, records) && second.error().isEmpty() && disjoint(records, second.records());
        if (!holds) {
            return Optional.empty();
        }
        String text = clue.reason() + "; " + clue.parameters().get("offsetParam") + "=" + (records.size() + begin);
        return Optional.of(
                second.records().isEmpty()
                        ? proof(from, false, text + " is empty", second)
                        : proof(from, true, text + " held " + other(second), second));
    }

    private PreviewPage first(Clue clue) {
        return trials.next(preview(clue));
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
