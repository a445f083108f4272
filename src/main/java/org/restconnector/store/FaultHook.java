package org.restconnector.store;

import java.util.ServiceLoader;

/**
 * A named point before or after a commit or a send, at which a test can end the process. In
 * production nothing listens. Points: {@code run-begun}, {@code page-received}, {@code page-prepared},
 * {@code commit-before}, {@code commit-after}, {@code page-committed}, {@code run-finished}; of flows
 * {@code job-stored}, {@code batch-formed}, {@code batch-sending}, {@code batch-answered}, {@code batch-concluded}.
 */
@FunctionalInterface
public interface FaultHook {
    void at(String point);

    /** The hook that the class path provides, else one that does nothing. */
    static FaultHook load() {
        return ServiceLoader.load(FaultHook.class, FaultHook.class.getClassLoader())
                .findFirst()
                .orElse(point -> {});
    }
}
