package org.restconnector.pull;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.format.Documents;
import org.restconnector.format.Format;
import org.restconnector.format.Limits;
import org.restconnector.format.Scan;
import org.restconnector.format.ScanPaths;
import org.restconnector.http.Body;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Response;

/**
 * A page that is too large to be held. A first walk through it proves that all of it can be read, and
 * finds out what there is to know of it; a second one gives its records, a part at a time. Used by one thread.
 */
final class LargePage implements PageRest {
    private static final int RECORDS_OF_A_PART = 1000;
    private static final long BYTES_OF_A_PART = 4 << 20;

    private final Response response;
    private final RecordSettings settings;
    private final ScanPaths paths;
    private final PageFacts facts;
    private final Scan scan;
    private boolean more;
    private long given;

    private LargePage(Response response, RecordSettings settings, ScanPaths paths, PageFacts facts) throws IOException {
        this.response = response;
        this.settings = settings;
        this.paths = paths;
        this.facts = facts;
        this.scan = scan(response, settings, paths);
        this.more = scan.next();
    }

    /**
     * The first part of the page; all of it, if its paths need that and it is not too large for it.
     *
     * @param compares whether what the page is known by, and its last record, will be asked for
     * @throws PermanentFault {@code format}, {@code response_error}, {@code records_path} or
     *     {@code response_too_large}
     */
    static Page open(Response response, AnswerCheck answers, RecordSettings settings, ScanPaths paths, boolean compares)
            throws PermanentFault {
        Format format = settings.format().format(HeldPage.contentType(response));
        Optional<String> obstacle = paths.obstacle(format);
        if (obstacle.isPresent()) {
            return whole(response, answers, settings, obstacle.get());
        }
        try (Scan scan = scan(response, settings, paths)) {
            PageFacts facts = ScannedPage.of(scan, response, settings, compares);
            answers.check(facts.document(), response.content().head(PageFaults.BEGINNING));
            return new LargePage(response, settings, paths, facts).next();
        } catch (IOException e) {
            throw PageFaults.format(response, settings, e);
        }
    }

    private static Page whole(Response response, AnswerCheck answers, RecordSettings settings, String path)
            throws PermanentFault {
        Body body = response.content();
        if (body.length() > Limits.HELD) {
            throw new PermanentFault(
                    "response_too_large",
                    "the answer has " + body.length() + " bytes; above " + Limits.HELD + " a page is read in one pass, "
                            + "and for that " + path + " must be a plain path, as $.data[*] or $.meta.total, that "
                            + "does not cross the path of the records");
        }
        Response held = new Response(response.url(), response.status(), response.headers(), body.bytes());
        return Page.of(held, answers, settings);
    }

    private static Scan scan(Response response, RecordSettings settings, ScanPaths paths) throws IOException {
        InputStream bytes = response.content().open();
        return Documents.scan(bytes, HeldPage.contentType(response), settings.format(), paths);
    }

    @Override
    public boolean hasNext() {
        return more;
    }

    /** Such a part is no place to go on at: without children, all of the page comes again. */
    @Override
    public Optional<PagePlace> place() {
        return Optional.empty();
    }

    @Override
    public Page next() throws PermanentFault {
        long from = given;
        List<Map<String, Object>> records = new ArrayList<>();
        long start = scan.position();
        try {
            while (more && !isFull(records.size(), scan.position() - start)) {
                records.add(record(scan));
                more = scan.next();
            }
        } catch (IOException e) {
            throw PageFaults.format(response, settings, e);
        }
        given += records.size();
        int count = records.size();
        return new Page(response, facts, records, () -> again(from, count), Optional.of(this));
    }

    /** A part ends with a whole batch, unless that would be too much to hold. */
    private boolean isFull(int records, long bytes) {
        boolean enough = records >= RECORDS_OF_A_PART || bytes >= BYTES_OF_A_PART;
        return records > 0 && enough && records % settings.batchSize() == 0 || bytes >= Limits.HELD;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> record(Scan scan) throws IOException {
        return (Map<String, Object>) scan.read();
    }

    /** Walks there once more: that costs less than the waits of a record that is tried again. */
    private List<Map<String, Object>> again(long from, int count) {
        try (Scan walk = scan(response, settings, paths)) {
            for (long index = 0; index < from && walk.next(); index++) {
                walk.skip();
            }
            List<Map<String, Object>> records = new ArrayList<>(count);
            while (records.size() < count && walk.next()) {
                records.add(record(walk));
            }
            return records;
        } catch (IOException e) {
            throw new IllegalStateException("a page that could be read once cannot be read again", e);
        }
    }
}
