package org.restconnector.store;

/** Transactions on one database, as {@link Store#write} and {@link Store#read} promise them. */
interface Database extends AutoCloseable {
    Dialect dialect();

    <T> T write(Store.Work<T> work);

    <T> T read(Store.Work<T> work);

    /**
     * Gives space that is free within the database back to the machine, a little at a time.
     *
     * @param pace between the parts
     */
    void compact(Pace pace);

    @Override
    void close();
}
