package org.restconnector.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.restconnector.pull.PreviewPage;

/** What was found of an API, as a route file with a comment for each guess, and as lines of a log. */
final class Findings {
    private final GivenRequest request;
    private final Consumer<String> log;
    private final RouteFileText file = new RouteFileText();

    Findings(GivenRequest request, Consumer<String> log) {
        this.request = request;
        this.log = log;
    }

    /** The route file's text. */
    String text() {
        return file.text();
    }

    void write(
            PreviewPage page,
            List<Candidate> candidates,
            Evidence evidence,
            Optional<Proof> proof,
            Optional<String> separator) {
        Candidate best = candidates.get(0);
        file.head("As inspected: " + page.request().map(PreviewPage.Asked::line).orElse(""));
        file.head("\"sure\" was tried and seen, \"guess\" was not: look at it before you rely on it.");
        Map<String, String> given = request.parameters();
        writeRequest(given);
        separator.ifPresent(sign -> {
            say("guess", "CSV", "the cells are separated by " + sign);
            file.add("csvSeparator", sign);
        });
        String others = candidates.stream().skip(1).map(Candidate::text).collect(Collectors.joining(", "));
        String also = others.isEmpty() ? "" : "; there are also " + others;
        say(
                candidates.size() == 1 && best.count() > 0 ? "sure" : "guess",
                "records",
                (best.path().equals("$") ? "the answer itself is one record" : best.count() + " records") + also);
        file.add("records", best.path());
        List<Map<String, Object>> records = new ArrayList<>(best.records());
        proof.ifPresent(found -> records.addAll(found.records()));
        Optional<String> key = KeyGuess.of(records, ResourceName.words(evidence.url()));
        key.ifPresent(path -> {
            say("guess", "primary key", path + " is there and different in all of " + records.size() + " records");
            file.add("primaryKey", path);
        });
        if (key.isEmpty()) {
            say("guess", "primary key", "none found; a record is known by its content");
        }
        writePagination(evidence, proof, records.size());
        writeOk(evidence, proof);
        writeIncremental(records, key);
        writeDestination(records);
    }

    private void say(String sure, String what, String text) {
        String line = (sure.isEmpty() ? "" : sure + ": ") + what + ": " + text;
        file.comment(line);
        log.accept(line);
    }

    private void writeRequest(Map<String, String> given) {
        file.add("name", given.get("name"));
        file.add("url", given.get("url"));
        Map<String, String> rest = new LinkedHashMap<>(given);
        rest.remove("name");
        rest.remove("url");
        if (!request.origins().isEmpty()) {
            file.comment(request.origins().entrySet().stream()
                    .map(variable -> "environment variable " + variable.getKey() + ": " + variable.getValue())
                    .collect(Collectors.joining("; ")));
        }
        file.add(rest);
    }

    private void writePagination(Evidence evidence, Optional<Proof> proof, int records) {
        if (proof.isEmpty()) {
            String why = evidence.records().isEmpty()
                    ? "there are no records to see it by; inspect a URL that gives some"
                    : evidence.saysLast()
                            ? "the answer says that this was all; inspect a URL that gives more than one page, as with"
                                    + " a smaller page size"
                            : "none found, the answer is taken for all there is; compare the number of records";
            say("guess", "pagination", why);
            return;
        }
        Clue clue = proof.get().clue();
        say(
                proof.get().sure() ? "sure" : "guess",
                "pagination",
                clue.kind() + ": " + proof.get().text());
        file.add(clue.parameters());
        if (proof.get().sure()) {
            Map<String, String> stops =
                    StopPaths.of(clue.kind(), evidence.leaves(), proof.get().leaves(), records);
            stops.forEach((name, path) -> {
                say("guess", "end", name + " " + path + " was in both pages; it must be in every page");
                file.add(name, path);
            });
        }
    }

    /** Where a failure may come with status 200. */
    private void writeOk(Evidence evidence, Optional<Proof> proof) {
        evidence.leaves().stream()
                .filter(leaf -> List.of("$.ok", "$.success").contains(leaf.path()))
                .filter(leaf -> leaf.value().filter(Boolean.TRUE::equals).isPresent())
                .filter(leaf -> proof.isEmpty() || proof.get().leaves().contains(leaf))
                .findFirst()
                .ifPresent(leaf -> {
                    say("guess", "failures", leaf.path() + " is true, and would not be in an answer that failed");
                    file.add("okPath", leaf.path());
                });
    }

    private void writeIncremental(List<Map<String, Object>> records, Optional<String> key) {
        GrowingField.of(records, key).ifPresent(path -> {
            say(
                    "guess",
                    "incremental",
                    path
                            + " grows; to fetch only what is new, uncomment, and name in sinceParam where the API takes it");
            file.suggest("incremental", path);
            file.suggest("sinceParam", "...");
        });
    }

    private void writeDestination(List<Map<String, Object>> records) {
        String name = request.parameters().get("name");
        boolean flat = isFlat(records);
        String to = flat
                ? "kamelet:table-sink?table=" + ResourceName.table(name)
                : "kamelet:jsonl-sink?file=data/" + name + ".jsonl";
        file.comment((flat ? "a table" : "a file, as the records are nested") + "; any Camel endpoint can stand here");
        file.add("to", to);
    }

    private static boolean isFlat(List<Map<String, Object>> records) {
        long plain = 0;
        long nested = 0;
        for (Map<String, Object> record : records) {
            for (Object value : record.values()) {
                long size = size(value);
                plain += value instanceof Map || value instanceof List ? 0 : 1;
                nested += value instanceof Map || value instanceof List ? size : 0;
            }
        }
        return nested <= plain;
    }

    private static long size(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().mapToLong(Findings::size).sum();
        }
        return value instanceof List<?> list
                ? list.stream().mapToLong(Findings::size).sum()
                : 1;
    }
}
