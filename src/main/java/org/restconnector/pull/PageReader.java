package org.restconnector.pull;

import java.util.List;
import java.util.Optional;
import org.restconnector.http.HttpCall;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Response;

/** Reads a run's pages, and says where the first one lacks the records that were asked for. */
final class PageReader {
    private PageReader() {}

    /** @throws PermanentFault {@code format}, {@code response_error} or {@code records_path}, naming the request */
    static Page read(PullRun run, Response response, HttpCall call) throws PermanentFault {
        Page page = read(run.settings(), response, call);
        if (run.beginning().firstPage()) {
            missing(run.settings(), page).ifPresent(run::warn);
        }
        return page;
    }

    /** @throws PermanentFault {@code format}, {@code response_error} or {@code records_path}, naming the request */
    static Page read(PullSettings pull, Response response, HttpCall call) throws PermanentFault {
        try {
            return read(pull, response);
        } catch (PermanentFault e) {
            String message = pull.api().secrets().mask(e.getMessage());
            throw new PermanentFault(e.code(), call.name() + ": " + message, e);
        }
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

    /**
     * The warning of a first page that lacks the records' path.
     *
     * @throws PermanentFault {@code records_path}, if the pull wants it to be there
     */
    static Optional<String> missing(PullSettings pull, Page page) throws PermanentFault {
        if (!page.missing() || page.facts().blank()) {
            return Optional.empty();
        }
        List<String> arrays = page.facts().arrays();
        String there =
                arrays.isEmpty() ? "the page has no array" : "arrays that are there: " + String.join(", ", arrays);
        String what = "'" + pull.records().path() + "' is not in the first page; " + there;
        if (pull.records().required()) {
            throw new PermanentFault("records_path", "records " + what);
        }
        return Optional.of("records_missing: " + what);
    }
}
