package org.restconnector.push;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.ToLongFunction;
import org.restconnector.log.About;
import org.restconnector.store.Jobs.Counts;
import org.restconnector.store.Jobs.Job;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A line for each job that is completed; at DEBUG for a real-time write, whose sender has the result. */
final class JobLog {
    private static final Logger LOG = LoggerFactory.getLogger(Flows.class);

    private JobLog() {}

    static void completed(Job job, boolean realtime) {
        Level level = realtime ? Level.DEBUG : Level.INFO;
        About.job(job.id(), () -> LOG.atLevel(level).log("{}", line(job)));
    }

    static String line(Job job) {
        StringBuilder line = new StringBuilder("flow " + job.flow() + " completed job " + job.id() + " of tenant "
                + job.tenant() + ": " + job.accepted() + " records, "
                + sum(job, counts -> counts.success() + counts.updated()) + " delivered");
        append(line, sum(job, Counts::existing), "existing");
        append(line, sum(job, Counts::cancelled), "cancelled");
        append(line, sum(job, Counts::fail), "failed");
        Duration time = Duration.between(job.createdAt(), job.updatedAt());
        return line.append(" (")
                .append(BigDecimal.valueOf(Math.max(0, time.toMillis()), 3))
                .append(" s)")
                .toString();
    }

    private static long sum(Job job, ToLongFunction<Counts> count) {
        return job.streams().values().stream().mapToLong(count).sum();
    }

    private static void append(StringBuilder line, long count, String what) {
        line.append(count == 0 ? "" : ", " + count + " " + what);
    }
}
