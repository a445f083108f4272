package org.restconnector.log;

import org.slf4j.MDC;

/**
 * What the lines of this thread are about, for logs that show it in fields of their own: {@code pull} and {@code run},
 * {@code flow} and {@code job}. The messages name them as well, for logs that do not.
 */
public final class About {
    private static final String PULL = "pull";
    private static final String RUN = "run";
    private static final String FLOW = "flow";
    private static final String JOB = "job";

    private About() {}

    public static void pull(String name) {
        MDC.put(PULL, name);
    }

    /** @param id of the pull's run */
    public static void run(String id) {
        MDC.put(RUN, id);
    }

    /** The thread goes on to something else. */
    public static void endOfRun() {
        MDC.remove(RUN);
        MDC.remove(PULL);
    }

    /** The work of a thread that is a flow's alone. */
    public static Runnable flow(String name, Runnable work) {
        return () -> {
            MDC.put(FLOW, name);
            work.run();
        };
    }

    public static void job(String id) {
        MDC.put(JOB, id);
    }

    /** Writes lines about another job than the thread's own. */
    public static void job(String id, Runnable lines) {
        String before = MDC.get(JOB);
        MDC.put(JOB, id);
        lines.run();
        if (before == null) {
            MDC.remove(JOB);
        } else {
            MDC.put(JOB, before);
        }
    }

    public static void endOfJob() {
        MDC.remove(JOB);
    }
}
