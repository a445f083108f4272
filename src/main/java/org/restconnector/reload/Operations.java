package org.restconnector.reload;

import java.util.Set;
import org.restconnector.inspect.RoutePart;

/** What is to be done with pulls, fetches and flows whose routes are exchanged. */
public interface Operations {
    /**
     * Ends what the part does as soon as that can be: a pull's page, a flow's requests. Returns when it is told to,
     * or when it has ended.
     */
    void hold(RoutePart part);

    /** Whether a part that is held does nothing any more. */
    boolean isIdle(RoutePart part);

    /** The routes of these are about to go, and may come back. */
    void begin(Set<RoutePart> parts);

    /**
     * Checks what can only be checked when all is there.
     *
     * @throws RuntimeException saying what cannot be used
     */
    void check(Set<RoutePart> added);

    /** Those that run now go on at once; of the others nothing is left. */
    void end(Set<RoutePart> parts);

    /** The endpoints that pulls and flows name. */
    Set<String> endpoints();
}
