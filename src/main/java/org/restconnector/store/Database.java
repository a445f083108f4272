package org.restconnector.store;

import java.nio.file.Path;
import java.util.Map;

/** Transactions on one database, as {@link Store#write} and {@link Store#read} promise them. */
interface Database extends AutoCloseable {
    Dialect dialect();

    <T> T write(Store.Work<T> work);

    <T> T read(Store.Work<T> work);

    /** Whether nothing that it needs has ended, whatever state the database itself is in. */
    boolean isWorking();

    /** The files that hold it, by what they hold; empty if they are elsewhere. */
    Map<String, Path> files();

    /**
     * Gives space that is free within the database back to the machine, a little at a time.
     *
     * @param pace between the parts
     */
    void compact(Pace pace);

    @Override
    void close();
}
