package org.restconnector.push;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.restconnector.store.Jobs.RecordRow;

/** A record's row in the HTTP API. */
final class JobRecordView {

    private JobRecordView() {}

    static Map<String, Object> of(RecordRow row) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("stream", row.stream());
        view.put("index", row.index());
        view.put("status", row.status().name().toLowerCase(Locale.ROOT));
        view.put("attempts", row.attempts());
        view.put("id", row.targetId().orElse(null));
        view.put("externalId", row.externalId().orElse(null));
        view.put("error", row.error().orElse(null));
        view.put("lastStatus", row.lastStatus().isPresent() ? row.lastStatus().getAsInt() : null);
        view.put("nextAttemptAt", row.nextAttemptAt().map(JobView::time).orElse(null));
        return view;
    }
}
