package org.restconnector.pull;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.http.Response;
import org.restconnector.store.Run.RunError;

/**
 * A page that was asked for only to be looked at. Its texts show no secret; its document and records are
 * as they came.
 *
 * @param number from 1
 * @param request empty if it could not be made
 * @param answer the last one that came, good or bad
 * @param document what it says; empty if it could not be read
 * @param next what a run would ask for after it; empty if it is the last one
 * @param error what would end a run here
 */
public record PreviewPage(
        int number,
        Optional<Asked> request,
        Optional<Response> answer,
        Optional<Object> document,
        List<Map<String, Object>> records,
        Optional<String> next,
        List<String> warnings,
        Optional<RunError> error) {

    /**
     * A request as it went out.
     *
     * @param line method and URL
     * @param headers names of its header fields
     */
    public record Asked(String line, List<String> headers, Optional<String> body) {
        public Asked {
            Objects.requireNonNull(line, "line");
            headers = List.copyOf(headers);
            Objects.requireNonNull(body, "body");
        }
    }

    public PreviewPage {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(document, "document");
        records = List.copyOf(records);
        Objects.requireNonNull(next, "next");
        warnings = List.copyOf(warnings);
        Objects.requireNonNull(error, "error");
    }
}
