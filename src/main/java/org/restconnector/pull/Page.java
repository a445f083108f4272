package org.restconnector.pull;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.http.Excerpt;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Response;
import org.restconnector.json.Json;
import org.restconnector.json.RecordsPath;

/**
 * A page as it was received.
 *
 * @param document what it says, {@code null} without a body
 * @param records the selected ones, in order
 * @param source what the page held before a filter left some out
 * @param missing whether the page has nothing at all at the records' path
 * @param kept which of the selected records {@code records} are; empty: all
 */
record Page(
        Response response,
        Object document,
        List<Map<String, Object>> records,
        List<Object> source,
        boolean missing,
        Optional<BitSet> kept) {

    /** @throws PermanentFault {@code format}, {@code response_error} or {@code records_path}, if it cannot be used */
    static Page of(Response response, AnswerCheck answers, RecordsPath path) throws PermanentFault {
        if (response.status() == 204) {
            return empty(response);
        }
        Object document = parse(response);
        answers.check(document, response.body());
        return of(response, document, path);
    }

    private static Page of(Response response, Object document, RecordsPath path) throws PermanentFault {
        RecordsPath.Selection selection = path.select(document);
        return new Page(
                response,
                document,
                records(selection, path),
                selection.source(),
                selection.missing(),
                Optional.empty());
    }

    /** An answer that holds no records. */
    static Page empty(Response response) {
        return new Page(response, null, List.of(), List.of(), false, Optional.empty());
    }

    private static Object parse(Response response) throws PermanentFault {
        byte[] body = response.body();
        String found = response.headers().first("Content-Type").orElse("no content type");
        if (body.length == 0) {
            throw new PermanentFault("format", "expected JSON, but the answer has no body (" + found + ")");
        }
        try {
            Optional<String> decoded = Charsets.decode(body, found);
            return decoded.isPresent() ? Json.read(decoded.get()) : Json.read(body, 0, body.length);
        } catch (IOException e) {
            throw new PermanentFault(
                    "format",
                    "expected JSON, but the answer (" + found + ") is not: " + Json.complaint(e) + "; it begins: "
                            + Excerpt.of(body),
                    e);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> records(RecordsPath.Selection selection, RecordsPath path)
            throws PermanentFault {
        int index = 0;
        for (Object element : selection.elements()) {
            if (!(element instanceof Map)) {
                throw new PermanentFault(
                        "records_path",
                        "records '" + path + "': element " + index + " is of type " + Json.typeName(element)
                                + ", but a record is an object");
            }
            index++;
        }
        return (List<Map<String, Object>>) (List<?>) selection.elements();
    }

    /** The records once more, as they came: a destination may have changed what it was given. */
    List<Map<String, Object>> again(RecordsPath path) {
        try {
            List<Map<String, Object>> all = of(response, parse(response), path).records();
            return kept.isPresent() ? only(all, kept.get()) : all;
        } catch (PermanentFault e) {
            throw new IllegalStateException("a page that could be read once cannot be read again", e);
        }
    }

    /** The page without the records that are not to be delivered. */
    Page keep(BitSet some) {
        return new Page(response, document, only(records, some), source, missing, Optional.of(some));
    }

    private static List<Map<String, Object>> only(List<Map<String, Object>> all, BitSet some) {
        return some.stream().mapToObj(all::get).toList();
    }

    Optional<Map<String, Object>> lastRecord() {
        return records.isEmpty() ? Optional.empty() : Optional.of(records.get(records.size() - 1));
    }

    /** How many records the page held before a filter left some out. */
    int held() {
        return source.size();
    }

    /** What tells it from another page; empty for one that holds nothing. */
    String identity() {
        if (source.isEmpty()) {
            return "";
        }
        RecordIds ids = new RecordIds(List.of());
        return source.size() + "-" + Integer.toHexString(source.hashCode()) + "-"
                + ids.content(source.get(0)).substring(0, 16)
                + ids.content(source.get(source.size() - 1)).substring(0, 16);
    }
}
