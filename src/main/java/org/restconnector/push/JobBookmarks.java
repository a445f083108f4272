package org.restconnector.push;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.store.Jobs;
import org.restconnector.store.Jobs.Counts;
import org.restconnector.store.Jobs.Job;
import org.restconnector.store.Jobs.RecordRow;
import org.restconnector.store.Jobs.RecordStatus;

/**
 * The results of a job's records, by stream, in the order accepted.
 *
 * @param truncated whether there are more than are shown
 */
record JobBookmarks(Map<String, Object> byStream, boolean truncated) {

    static final int MOST = 10_000;

    /** Of a job that has no results yet. */
    static JobBookmarks none(Job job) {
        return of(job, List.of(), false);
    }

    static JobBookmarks read(Jobs jobs, Job job) {
        List<RecordRow> rows = new ArrayList<>();
        for (RecordStatus status : List.of(RecordStatus.DELIVERED, RecordStatus.FAILED, RecordStatus.EXISTING)) {
            if (job.processed() > 0) {
                rows.addAll(jobs.records(job.id(), Optional.of(status), MOST, 0));
            }
        }
        rows.sort(Comparator.comparingLong(RecordRow::seq));
        long results =
                job.streams().values().stream().mapToLong(JobBookmarks::results).sum();
        return of(job, rows.subList(0, Math.min(rows.size(), MOST)), results > MOST);
    }

    private static long results(Counts counts) {
        return counts.success() + counts.fail() + counts.existing() + counts.updated();
    }

    private static JobBookmarks of(Job job, List<RecordRow> rows, boolean truncated) {
        Map<String, List<Object>> byStream = new LinkedHashMap<>();
        job.streams().keySet().forEach(stream -> byStream.put(stream, new ArrayList<>()));
        rows.forEach(row -> byStream.computeIfAbsent(row.stream(), stream -> new ArrayList<>())
                .add(bookmark(row)));
        return new JobBookmarks(new LinkedHashMap<>(byStream), truncated);
    }

    private static Map<String, Object> bookmark(RecordRow row) {
        boolean success =
                row.status() == RecordStatus.DELIVERED || row.status() == RecordStatus.EXISTING && row.succeeded();
        Map<String, Object> bookmark = new LinkedHashMap<>();
        bookmark.put("success", success);
        bookmark.put("hash", row.hash());
        row.targetId().ifPresent(id -> bookmark.put("id", id));
        row.externalId().ifPresent(id -> bookmark.put("externalId", id));
        if (row.status() == RecordStatus.EXISTING) {
            bookmark.put("existing", true);
        }
        if (!success) {
            bookmark.put("error", row.error().orElse(""));
        }
        return bookmark;
    }
}
