package org.restconnector.push;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.store.Jobs.Counts;
import org.restconnector.store.Jobs.Job;

/** The job object of the HTTP API. */
final class JobView {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneOffset.UTC);

    private JobView() {}

    /** With the counts of its results alone. */
    static Map<String, Object> summary(Job job) {
        return job(job, Map.of("summary", counts(job)));
    }

    /** With its records' results. */
    static Map<String, Object> full(Job job, JobBookmarks bookmarks) {
        Map<String, Object> view = job(job, state(job, bookmarks));
        if (bookmarks.truncated()) {
            view.put("truncated", true);
        }
        return view;
    }

    static Map<String, Object> state(Job job, JobBookmarks bookmarks) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("bookmarks", bookmarks.byStream());
        state.put("summary", counts(job));
        return state;
    }

    private static Map<String, Object> job(Job job, Map<String, Object> state) {
        Map<String, Object> recordCount = new LinkedHashMap<>();
        job.streams().forEach((stream, counts) -> recordCount.put(stream, counts.accepted()));
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("job_id", job.id());
        view.put("env_id", job.env());
        view.put("flow_id", job.flow());
        view.put("tenant", job.tenant());
        view.put("job_name", job.name());
        view.put("s3_root", root(job));
        view.put("job_root", root(job));
        view.put("start_time", time(job.createdAt()));
        view.put("last_updated", time(job.updatedAt()));
        view.put("status", job.status().name());
        view.put("processed_rows", job.processed());
        view.put("metrics", Map.of("recordCount", recordCount));
        view.put("state", state);
        return view;
    }

    private static Map<String, Object> counts(Job job) {
        Map<String, Object> summary = new LinkedHashMap<>();
        job.streams().forEach((stream, counts) -> summary.put(stream, counts(counts)));
        return summary;
    }

    private static Map<String, Object> counts(Counts counts) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("success", counts.success());
        view.put("fail", counts.fail());
        view.put("existing", counts.existing());
        view.put("updated", counts.updated());
        return view;
    }

    /** What {@code job_root} holds, and a status is asked by. */
    static String root(Job job) {
        return job.tenant() + "/flows/" + job.flow() + "/jobs/" + job.id();
    }

    /** The id of the job with that root, if it is a root of this flow and tenant. */
    static Optional<String> idOfRoot(String root, String flow, String tenant) {
        String prefix = tenant + "/flows/" + flow + "/jobs/";
        return root.startsWith(prefix) ? Optional.of(root.substring(prefix.length())) : Optional.empty();
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    static Map<String, Object> list(List<Map<String, Object>> rows, String field, Optional<?> next) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put(field, rows);
        view.put("next", next.orElse(null));
        return view;
    }
}
