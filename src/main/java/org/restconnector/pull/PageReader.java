package org.restconnector.pull;

import java.util.List;
import org.restconnector.http.HttpCall;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Response;

/** Reads a run's pages, and says where the first one lacks the records that were asked for. */
final class PageReader {
    private PageReader() {}

    /** @throws PermanentFault {@code format}, {@code response_error} or {@code records_path}, naming the request */
    static Page read(PullRun run, Response response, HttpCall call) throws PermanentFault {
        Page page;
        try {
            page = read(run.settings(), response);
        } catch (PermanentFault e) {
            String message = run.settings().api().secrets().mask(e.getMessage());
            throw new PermanentFault(e.code(), call.name() + ": " + message, e);
        }
        if (run.firstPage() && page.missing() && !page.facts().blank()) {
            missing(run, page);
        }
        return page;
    }

    /** A page that was read before, from its beginning. */
    static Page again(PullSettings pull, Response response) throws PermanentFault {
        return read(pull, response);
    }

    private static Page read(PullSettings pull, Response response) throws PermanentFault {
        return response.content().inMemory()
                ? Page.of(response, pull.answers(), pull.records())
                : LargePage.open(
                        response,
                        pull.answers(),
                        pull.records(),
                        pull.pagePaths(),
                        pull.pagination().compares());
    }

    private static void missing(PullRun run, Page page) throws PermanentFault {
        List<String> arrays = page.facts().arrays();
        String there =
                arrays.isEmpty() ? "the page has no array" : "arrays that are there: " + String.join(", ", arrays);
        String what = "'" + run.settings().records().path() + "' is not in the first page; " + there;
        if (run.settings().records().required()) {
            throw new PermanentFault("records_path", "records " + what);
        }
        run.warn("records_missing: " + what);
    }
}
