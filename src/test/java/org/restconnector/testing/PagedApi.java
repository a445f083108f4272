package org.restconnector.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An API of n records in pages: {@code {"data":[{"id":1,"name":"record 1"},...]}}, and beside the
 * records whatever its style tells of the next page. Immutable.
 */
public final class PagedApi implements Handler {
    /** Where a request holds a parameter. */
    @FunctionalInterface
    public interface Lookup {
        Optional<String> find(ReceivedRequest request, String name);
    }

    private record Options(
            boolean totals,
            boolean hasMore,
            boolean emptyLastPage,
            int cap,
            IntFunction<String> record,
            Lookup lookup) {}

    private final PageStyle style;
    private final int records;
    private final int pageSize;
    private final Options options;

    private PagedApi(PageStyle style, int records, int pageSize, Options options) {
        this.style = style;
        this.records = records;
        this.pageSize = pageSize;
        this.options = options;
    }

    public static PagedApi of(PageStyle style, int records, int pageSize) {
        IntFunction<String> record = number -> "{\"id\":" + number + ",\"name\":\"record " + number + "\"}";
        Options plain = new Options(false, false, false, Integer.MAX_VALUE, record, ReceivedRequest::query);
        return new PagedApi(style, records, style == PageStyle.NONE ? records : pageSize, plain);
    }

    /** Adds {@code "total"} (records) and {@code "pages"} to each page. */
    public PagedApi withTotals() {
        return with(
                new Options(true, options.hasMore, options.emptyLastPage, options.cap, options.record, options.lookup));
    }

    /** Adds {@code "hasMore"} to each page. */
    public PagedApi withHasMore() {
        return with(
                new Options(options.totals, true, options.emptyLastPage, options.cap, options.record, options.lookup));
    }

    /** The last page with records tells of one more, which is empty. */
    public PagedApi emptyLastPage() {
        return with(new Options(options.totals, options.hasMore, true, options.cap, options.record, options.lookup));
    }

    /** Never gives more than so many records a page, whatever {@code limit} asks for. */
    public PagedApi cappedAt(int cap) {
        return with(new Options(
                options.totals, options.hasMore, options.emptyLastPage, cap, options.record, options.lookup));
    }

    /** The JSON of the record with this number, counted from 1. */
    public PagedApi record(IntFunction<String> record) {
        return with(new Options(
                options.totals, options.hasMore, options.emptyLastPage, options.cap, record, options.lookup));
    }

    /** Where page, offset, limit and cursor are in the request; the query, if not told. */
    public PagedApi lookup(Lookup lookup) {
        return with(new Options(
                options.totals, options.hasMore, options.emptyLastPage, options.cap, options.record, lookup));
    }

    @Override
    public Answer answer(ReceivedRequest request) {
        int size = Math.min(
                options.cap,
                options.lookup.find(request, "limit").map(Integer::valueOf).orElse(pageSize));
        int start = style.start(options.lookup, request, size);
        int end = Math.min(records, start + size);
        boolean more = end < records || (options.emptyLastPage && start < records);
        List<String> fields = new ArrayList<>();
        fields.add(IntStream.rangeClosed(start + 1, end)
                .mapToObj(options.record)
                .collect(Collectors.joining(",", "\"data\":[", "]")));
        if (options.totals) {
            fields.add("\"total\":" + records + ",\"pages\":" + (records + size - 1) / size);
        }
        if (options.hasMore) {
            fields.add("\"hasMore\":" + more);
        }
        nextInBody(request, end, more).ifPresent(next -> fields.add("\"next\":" + next));
        Answer page = Answer.json("{" + String.join(",", fields) + "}");
        return more ? nextInHeader(page, request, end) : page;
    }

    private Optional<String> nextInBody(ReceivedRequest request, int next, boolean more) {
        return switch (style) {
            case CURSOR_IN_BODY -> Optional.of(more ? "\"c-" + next + "\"" : "null");
            case NEXT_URL_RELATIVE -> Optional.of(more ? "\"?at=" + next + "\"" : "null");
            case NEXT_URL_ABSOLUTE -> Optional.of(more ? "\"" + absolute(request, next) + "\"" : "null");
            default -> Optional.empty();
        };
    }

    private Answer nextInHeader(Answer page, ReceivedRequest request, int next) {
        return switch (style) {
            case CURSOR_IN_HEADER -> page.header("X-Next", "c-" + next);
            case LINK_HEADER ->
                page.header(
                        "Link",
                        "<%s>; rel=\"self\", <%s>; rel=\"next\"".formatted(request.target(), absolute(request, next)));
            default -> page;
        };
    }

    private static String absolute(ReceivedRequest request, int next) {
        return "http://" + request.header("host").orElseThrow() + request.path() + "?at=" + next;
    }

    private PagedApi with(Options other) {
        return new PagedApi(style, records, pageSize, other);
    }
}
