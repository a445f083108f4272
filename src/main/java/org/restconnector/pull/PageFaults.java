package org.restconnector.pull;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import org.restconnector.format.Format;
import org.restconnector.format.FormatException;
import org.restconnector.http.Excerpt;
import org.restconnector.http.PermanentFault;
import org.restconnector.http.Response;
import org.restconnector.json.Json;
import org.restconnector.json.RecordsPath;

/** Says why a page cannot be used. */
final class PageFaults {
    /** So many bytes of an answer are enough for a message. */
    static final int BEGINNING = 1200;

    private PageFaults() {}

    static PermanentFault format(Response response, RecordSettings settings, IOException cause) {
        if (cause instanceof FormatException fault && fault.tooLarge()) {
            return new PermanentFault("response_too_large", fault.getMessage(), fault);
        }
        if (cause instanceof ClosedByInterruptException) {
            return new PermanentFault("interrupted", RunErrors.STOPPED, cause);
        }
        String type = HeldPage.contentType(response);
        Format format = settings.format().format(type);
        String found = type.isEmpty() ? "no content type" : type;
        if (response.content().length() == 0) {
            return new PermanentFault(
                    "format", "expected " + format + ", but the answer has no body (" + found + ")", cause);
        }
        return new PermanentFault(
                "format",
                "expected " + format + ", but the answer (" + found + ") is not: " + cause.getMessage()
                        + "; it begins: " + Excerpt.of(response.content().head(BEGINNING)),
                cause);
    }

    static PermanentFault notARecord(RecordsPath path, long index, Object element) {
        return notARecord(path, index, Json.typeName(element));
    }

    static PermanentFault notARecord(RecordsPath path, long index, String type) {
        return new PermanentFault(
                "records_path",
                "records '" + path + "': element " + index + " is of type " + type + ", but a record is an object");
    }
}
