package org.restconnector.pull;

import java.util.List;
import java.util.Map;
import org.restconnector.http.HttpCall;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Response;
import org.restconnector.json.RecordsPath;

/** Reads a run's pages, and says where the first one lacks the records that were asked for. */
final class PageReader {
    private PageReader() {}

    /** @throws PermanentFault {@code format}, {@code response_error} or {@code records_path}, naming the request */
    static Page read(PullRun run, Response response, HttpCall call) throws PermanentFault {
        Page page;
        try {
            page = Page.of(
                    response, run.settings().answers(), run.settings().records().path());
        } catch (PermanentFault e) {
            String message = run.settings().api().secrets().mask(e.getMessage());
            throw new PermanentFault(e.code(), call.name() + ": " + message, e);
        }
        if (run.firstPage() && page.missing() && !isEmpty(page.document())) {
            missing(run, page);
        }
        return page;
    }

    private static boolean isEmpty(Object document) {
        return document instanceof Map<?, ?> map && map.isEmpty() || document instanceof List<?> list && list.isEmpty();
    }

    private static void missing(PullRun run, Page page) throws PermanentFault {
        List<String> arrays = RecordsPath.arrays(page.document());
        String there =
                arrays.isEmpty() ? "the page has no array" : "arrays that are there: " + String.join(", ", arrays);
        String what = "'" + run.settings().records().path() + "' is not in the first page; " + there;
        if (run.settings().records().required()) {
            throw new PermanentFault("records_path", "records " + what);
        }
        run.warn("records_missing: " + what);
    }
}
