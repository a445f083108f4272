package org.restconnector.pull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.format.Documents;
import org.restconnector.format.Scan;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Response;
import org.restconnector.json.Json;

/**
 * What the first walk through a large page found.
 *
 * @param document what is held of it
 */
record ScannedPage(
        Response response,
        RecordSettings settings,
        Object document,
        boolean missing,
        long held,
        Optional<Map<String, Object>> lastRecord,
        String identity)
        implements PageFacts {

    /** Walks to the end. */
    static ScannedPage of(Scan scan, Response response, RecordSettings settings, boolean compares)
            throws IOException, PermanentFault {
        long count = 0;
        int hash = 1;
        Object first = null;
        Object last = null;
        while (scan.next()) {
            Object element = compares ? scan.read() : null;
            String type = compares ? Json.typeName(element) : scan.skip();
            if (!type.equals("object")) {
                throw PageFaults.notARecord(settings.path(), count, type);
            }
            if (compares) {
                first = count == 0 ? element : first;
                last = element;
                hash = 31 * hash + element.hashCode();
            }
            count++;
        }
        return new ScannedPage(
                response,
                settings,
                scan.document(),
                scan.missing(),
                count,
                Optional.ofNullable(record(last)),
                last == null ? "" : PageFacts.identity(count, hash, first, last));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> record(Object element) {
        return (Map<String, Object>) element;
    }

    /** Something of this size says something. */
    @Override
    public boolean blank() {
        return false;
    }

    @Override
    public List<String> arrays() {
        try (InputStream bytes = response.content().open()) {
            return Documents.arrays(bytes, HeldPage.contentType(response), settings.format());
        } catch (IOException e) {
            throw new UncheckedIOException("a page that could be read once cannot be read again", e);
        }
    }
}
