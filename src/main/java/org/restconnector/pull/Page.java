package org.restconnector.pull;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Response;

/**
 * A page as it was received, or a part of one that passes in parts.
 *
 * @param facts what is known of the whole page
 * @param records the selected ones, in order; of a large page those of this part
 * @param again reads them once more
 * @param source of a page that passes in parts, what gives them
 */
record Page(
        Response response,
        PageFacts facts,
        List<Map<String, Object>> records,
        Supplier<List<Map<String, Object>>> again,
        Optional<PageRest> source) {
    Page {
        Objects.requireNonNull(response, "response");
        Objects.requireNonNull(facts, "facts");
        Objects.requireNonNull(records, "records");
        Objects.requireNonNull(again, "again");
        Objects.requireNonNull(source, "source");
    }

    /** @throws PermanentFault {@code format}, {@code response_error} or {@code records_path}, if it cannot be used */
    static Page of(Response response, AnswerCheck answers, RecordSettings settings) throws PermanentFault {
        if (response.status() == 204) {
            return empty(response);
        }
        HeldPage held = HeldPage.of(response, answers, settings);
        return new Page(response, held, held.records(), () -> HeldPage.again(response, settings), Optional.empty());
    }

    /** An answer that holds no records. */
    static Page empty(Response response) {
        return new Page(response, HeldPage.EMPTY, List.of(), List::of, Optional.empty());
    }

    /** The page without the records that are not to be delivered. */
    Page keep(BitSet some) {
        return new Page(response, facts, only(records, some), () -> only(again.get(), some), source);
    }

    /** With the part that follows. */
    Page plus(Page next) {
        return new Page(
                response, facts, both(records, next.records), () -> both(again.get(), next.again.get()), next.source);
    }

    private static List<Map<String, Object>> both(List<Map<String, Object>> first, List<Map<String, Object>> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static List<Map<String, Object>> only(List<Map<String, Object>> all, BitSet some) {
        return some.stream().mapToObj(all::get).toList();
    }

    /** What it says; of a large page only what other paths than {@code records} need of it. */
    Object document() {
        return facts.document();
    }

    /** Whether the page has nothing at all at the records' path. */
    boolean missing() {
        return facts.missing();
    }

    /** How many records the page held before a filter left some out. */
    long held() {
        return facts.held();
    }

    Optional<Map<String, Object>> lastRecord() {
        return facts.lastRecord();
    }

    /** What tells it from another page; empty for one that holds nothing. */
    String identity() {
        return facts.identity();
    }

    /** Whether the page goes on after these records. */
    boolean hasRest() {
        return source.isPresent() && source.get().hasNext();
    }
}
