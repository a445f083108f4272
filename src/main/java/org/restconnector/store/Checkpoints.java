package org.restconnector.store;

import java.util.Optional;

/** Where a pull that did not complete goes on. */
public interface Checkpoints {
    Optional<Checkpoint> find(String pull);

    void save(Transaction transaction, Checkpoint checkpoint);

    void delete(Transaction transaction, String pull);

    /**
     * A place within a pull's pages.
     *
     * @param fingerprint of the parameters that shape the requests; another one makes it void
     * @param position JSON, known to the pull alone; holds no secret
     */
    record Checkpoint(String pull, String fingerprint, String position) {}
}
