package org.restconnector.pull;

import java.util.Optional;
import org.restconnector.http.PermanentFault;

/** What is left of a page that passes in parts. */
interface PageRest {
    /** Whether there are records that were not given yet. */
    boolean hasNext();

    /**
     * The next part of the page; one without records if it has none.
     *
     * @throws PermanentFault if it cannot be read any more
     */
    Page next() throws PermanentFault;

    /** Where a later run may go on within the page, behind the part that was given last. */
    Optional<PagePlace> place();
}
