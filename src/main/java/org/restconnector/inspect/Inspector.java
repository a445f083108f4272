package org.restconnector.inspect;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.restconnector.http.Response;
import org.restconnector.http.Url;
import org.restconnector.json.Json;
import org.restconnector.pull.Preview;
import org.restconnector.pull.PreviewPage;

/** Works out how an unknown API is pulled from. One thread. */
final class Inspector {
    private final Trials trials;
    private final GivenRequest request;
    private final Consumer<String> log;

    /** @param log takes what was found, a line each, without secrets */
    Inspector(Trials trials, GivenRequest request, Consumer<String> log) {
        this.trials = Objects.requireNonNull(trials, "trials");
        this.request = Objects.requireNonNull(request, "request");
        this.log = Objects.requireNonNull(log, "log");
    }

    /**
     * The route file's text.
     *
     * @throws UnreadableApiException if there is nothing to pull, saying why
     */
    String run() {
        Map<String, String> base = new LinkedHashMap<>(request.parameters());
        base.put("to", "log:inspect");
        Preview preview = trials.of(base);
        PreviewPage page = trials.next(preview);
        Response answer = answer(page, preview);
        Optional<String> separator = CsvSeparator.of(
                answer.headers().first("Content-Type"), page.document().orElse(null));
        if (separator.isPresent()) {
            base.put("csvSeparator", separator.get());
            PreviewPage split = trials.next(trials.of(base));
            if (split.error().isEmpty() && split.document().isPresent()) {
                page = split;
            } else {
                base.remove("csvSeparator");
            }
        }
        URI url = Url.configured(base.get("url"));
        List<Candidate> candidates = candidates(page, url);
        log.accept(page.request().map(PreviewPage.Asked::line).orElse("") + " answered " + PreviewReport.text(answer));
        Candidate best = candidates.get(0);
        base.put("records", best.path());
        Optional<String> firstKey = KeyGuess.of(best.records(), words(url));
        Evidence evidence = new Evidence(
                url, body(base), answer.headers(), Leaf.of(page.document().orElse(Map.of())), best.records(), firstKey);
        Optional<Proof> proof = best.count() == 0 || best.path().equals("$")
                ? Optional.empty()
                : prove(evidence, new Prover(trials, base, answer, best.records(), firstKey));
        Findings findings = new Findings(request, log);
        findings.write(page, candidates, evidence, proof, Optional.ofNullable(base.get("csvSeparator")));
        log.accept("asked " + trials.requests() + " times in all");
        return findings.text();
    }

    private static List<String> words(URI url) {
        return ResourceName.words(url);
    }

    private Response answer(PreviewPage page, Preview preview) {
        Optional<Response> answer = page.answer();
        int status = answer.map(Response::status).orElse(0);
        if (status == 401 || status == 403) {
            boolean given = request.parameters().containsKey("auth")
                    || !request.environment().isEmpty();
            throw new UnreadableApiException(page.error().orElseThrow().message() + "; "
                    + AuthHint.of(answer.get().headers(), request.prefix(), given));
        }
        if (page.document().isEmpty() && page.error().isPresent()) {
            String message = page.error().get().message();
            if (!page.error().get().code().equals("records_path")) {
                throw new UnreadableApiException(preview.mask(message));
            }
        }
        if (page.document().isEmpty()) {
            throw new UnreadableApiException(
                    page.request().map(PreviewPage.Asked::line).orElse("the API")
                            + " answered " + answer.map(PreviewReport::text).orElse("nothing")
                            + ", in which there are no records: a record is an object");
        }
        return answer.orElseThrow();
    }

    private List<Candidate> candidates(PreviewPage page, URI url) {
        Object document = page.document().orElseThrow();
        List<Candidate> candidates = Candidates.of(document, words(url));
        boolean refused = document instanceof Map<?, ?> map
                && (Boolean.FALSE.equals(map.get("ok")) || Boolean.FALSE.equals(map.get("success")))
                && candidates.stream()
                        .allMatch(candidate ->
                                candidate.count() == 0 || candidate.path().equals("$"));
        if (refused || candidates.isEmpty()) {
            String text = Json.text(document);
            throw new UnreadableApiException(
                    page.request().map(PreviewPage.Asked::line).orElse("the API")
                            + (refused ? " answered 200, but says that it failed: " : " answered without records: ")
                            + (text.length() > 300 ? text.substring(0, 300) + "..." : text));
        }
        return candidates;
    }

    private static Optional<Object> body(Map<String, String> parameters) {
        try {
            return parameters.containsKey("body")
                    ? Optional.ofNullable(Json.read(parameters.get("body")))
                    : Optional.empty();
        } catch (java.io.IOException e) {
            return Optional.empty();
        }
    }

    private Optional<Proof> prove(Evidence evidence, Prover prover) {
        List<Proof> possible = new ArrayList<>();
        for (Detector detector : Detector.ALL) {
            for (Clue clue : detector.look(evidence)) {
                if (trials.exhausted()) {
                    log.accept("gave up after " + trials.requests() + " requests");
                    return possible.stream().findFirst();
                }
                Optional<Proof> proof = prover.prove(clue);
                if (proof.filter(Proof::sure).isPresent()) {
                    return proof;
                }
                proof.ifPresent(possible::add);
            }
        }
        return possible.stream().findFirst();
    }
}
