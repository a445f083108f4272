package org.restconnector.pull;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.format.Documents;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Response;
import org.restconnector.json.RecordsPath;

/** A page that is held in memory, with all that it says. */
record HeldPage(Object document, List<Map<String, Object>> records, List<Object> source, boolean missing)
        implements PageFacts {
    static final HeldPage EMPTY = new HeldPage(null, List.of(), List.of(), false);

    /** @throws PermanentFault {@code format}, {@code response_error} or {@code records_path}, if it cannot be used */
    static HeldPage of(Response response, AnswerCheck answers, RecordSettings settings) throws PermanentFault {
        Object document;
        try {
            document = Documents.read(response.body(), contentType(response), settings.format(), settings.path());
        } catch (IOException e) {
            throw PageFaults.format(response, settings, e);
        }
        answers.check(document, response.body());
        RecordsPath.Selection selection = settings.path().select(document);
        return new HeldPage(document, records(selection, settings.path()), selection.source(), selection.missing());
    }

    static String contentType(Response response) {
        return response.headers().first("Content-Type").orElse("");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> records(RecordsPath.Selection selection, RecordsPath path)
            throws PermanentFault {
        int index = 0;
        for (Object element : selection.elements()) {
            if (!(element instanceof Map)) {
                throw PageFaults.notARecord(path, index, element);
            }
            index++;
        }
        return (List<Map<String, Object>>) (List<?>) selection.elements();
    }

    /** The records of a page that was read before. */
    static List<Map<String, Object>> again(Response response, RecordSettings settings) {
        try {
            return of(response, AnswerCheck.NONE, settings).records();
        } catch (PermanentFault e) {
            throw new IllegalStateException("a page that could be read once cannot be read again", e);
        }
    }

    @Override
    public boolean blank() {
        return document instanceof Map<?, ?> map && map.isEmpty() || document instanceof List<?> list && list.isEmpty();
    }

    @Override
    public long held() {
        return source.size();
    }

    @Override
    public Optional<Map<String, Object>> lastRecord() {
        return records.isEmpty() ? Optional.empty() : Optional.of(records.get(records.size() - 1));
    }

    @Override
    public String identity() {
        return source.isEmpty()
                ? ""
                : PageFacts.identity(source.size(), source.hashCode(), source.get(0), source.get(source.size() - 1));
    }

    @Override
    public List<String> arrays() {
        return RecordsPath.arrays(document);
    }
}
