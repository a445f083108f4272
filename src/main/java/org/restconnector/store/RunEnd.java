package org.restconnector.store;

import java.util.List;

/** What a destination has left to do once a run of a pull is through. */
public interface RunEnd {

    /** What the destination's participant in a page is known by. */
    Object key();

    /**
     * Does what lies outside the store's database, before the run's end is recorded; it may be done again.
     *
     * @param runs ids of the runs that together read all pages: this one, and those that it goes on after
     * @throws Exception if that is not possible: the run fails then, and the next one does it
     */
    void prepare(List<String> runs) throws Exception;

    /** Does what lies in the store's database, within the transaction of the run's end. */
    void apply(Transaction transaction, List<String> runs) throws Exception;
}
