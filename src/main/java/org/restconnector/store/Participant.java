package org.restconnector.store;

/**
 * A destination that takes part in a page's transaction: it keeps what it is given until the page
 * ends, and writes it then, once.
 */
public interface Participant {

    /**
     * Makes durable what lies outside the store's database (a file, another database). Called once,
     * before the store's transaction begins; after it the page may still fail, and come again.
     *
     * @throws Exception if that is not possible; the page is then not passed
     */
    void prepare() throws Exception;

    /** Writes what belongs into the store's own database, within the transaction of the checkpoint. */
    void apply(Transaction transaction) throws Exception;

    /** Called when the page is over, committed or not; drops what is still held. */
    void release();
}
