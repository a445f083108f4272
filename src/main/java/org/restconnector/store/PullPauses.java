package org.restconnector.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The pulls whose schedule starts no run, whoever paused them, until they are resumed. */
public interface PullPauses {
    /** Since when it is paused; empty if it is not. */
    Optional<Instant> since(String pull);

    /** All paused pulls. */
    Map<String, Instant> all();

    /** One that is paused already keeps its time. */
    void pause(String pull);

    void resume(String pull);
}
