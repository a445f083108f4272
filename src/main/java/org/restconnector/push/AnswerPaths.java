package org.restconnector.push;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.json.Json;
import org.restconnector.json.ValuePath;
import org.restconnector.settings.Parameters;
import org.restconnector.store.Batches.Outcome;
import org.restconnector.store.Batches.Result;

/**
 * Reads the records' results out of a 2xx answer.
 *
 * @param results the array in the order sent
 * @param ok in an element: whether the record was taken
 * @param error in an element: why it was not
 * @param id in an element, or in the answer to a single record: the target's id
 */
record AnswerPaths(
        Optional<ValuePath> results, Optional<ValuePath> ok, Optional<ValuePath> error, Optional<ValuePath> id) {
    private static final int LONGEST_ID = 1000;

    static AnswerPaths of(Parameters parameters, int batchSize) {
        AnswerPaths paths = new AnswerPaths(
                path(parameters, "resultsPath"),
                path(parameters, "okPath"),
                path(parameters, "errorPath"),
                path(parameters, "idPath"));
        for (String name : List.of("okPath", "errorPath")) {
            if (batchSize > 1 && parameters.given(name) && !parameters.given("resultsPath")) {
                parameters.problem(name, "goes with resultsPath where batchSize is more than 1");
            }
        }
        return paths;
    }

    private static Optional<ValuePath> path(Parameters parameters, String name) {
        return parameters.text(name).filter(text -> !text.isBlank()).isEmpty()
                ? Optional.empty()
                : parameters.parsed(name, ValuePath::of);
    }

    /** Whether only the answer says what became of the records. */
    boolean isNeeded() {
        return results.isPresent() || ok.isPresent() || error.isPresent();
    }

    /** Thrown if the answer does not hold one result a record. */
    static final class MismatchException extends Exception {
        MismatchException(String message) {
            super("result_mismatch: " + message);
        }
    }

    /**
     * One result a record, in the order sent.
     *
     * @param updated whether a success is an update
     * @throws MismatchException if paths are given and the answer does not hold one result a record
     */
    List<Result> read(byte[] body, int records, boolean updated) throws MismatchException {
        Optional<Object> answer = parse(body);
        if (isNeeded() && answer.isEmpty()) {
            throw new MismatchException("the answer to " + records + " records is no JSON");
        }
        List<?> elements = elements(answer, records);
        return java.util.stream.IntStream.range(0, records)
                .mapToObj(i -> result(i < elements.size() ? elements.get(i) : null, updated))
                .toList();
    }

    private static Optional<Object> parse(byte[] body) {
        try {
            return body.length == 0 ? Optional.empty() : Optional.ofNullable(Json.read(body, 0, body.length));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private List<?> elements(Optional<Object> answer, int records) throws MismatchException {
        Optional<Object> found = results.isPresent() ? answer.flatMap(results.get()::find) : answer;
        if (found.isPresent() && found.get() instanceof List<?> list) {
            if (results.isPresent() && list.size() != records) {
                throw new MismatchException(list.size() + " results for " + records + " records");
            }
            return list;
        }
        if (results.isPresent() && (found.isEmpty() || records > 1)) {
            throw new MismatchException("the answer to " + records + " records has no array at " + results.get());
        }
        return records == 1 && found.isPresent() ? List.of(found.get()) : List.of();
    }

    private Result result(Object element, boolean updated) {
        if (!isOk(element)) {
            return new Result(
                    Outcome.FAILED,
                    Optional.empty(),
                    false,
                    text(error.flatMap(path -> found(path, element)), element));
        }
        Optional<String> given = id.filter(path -> element instanceof Map || element instanceof List)
                .flatMap(path -> path.find(element))
                .map(Json::plain)
                .map(text -> text.length() > LONGEST_ID ? text.substring(0, LONGEST_ID) : text);
        return new Result(Outcome.DELIVERED, given, updated, "");
    }

    private boolean isOk(Object element) {
        if (ok.isPresent()) {
            Object value = found(ok.get(), element).orElse(false);
            return value.equals(true) || value.equals("true");
        }
        return error.isEmpty() || isNothing(found(error.get(), element));
    }

    private static Optional<Object> found(ValuePath path, Object element) {
        return element instanceof Map || element instanceof List ? path.find(element) : Optional.empty();
    }

    private static boolean isNothing(Optional<Object> value) {
        return value.isEmpty()
                || value.get().equals(false)
                || value.get().equals("")
                || value.get() instanceof List<?> list && list.isEmpty();
    }

    private static String text(Optional<Object> error, Object element) {
        return error.map(Json::plain).orElseGet(() -> "not ok: " + Json.text(element));
    }
}
