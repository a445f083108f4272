package org.restconnector.pull;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A place within a page: kept with the checkpoint.
 *
 * @param done how many records of it are behind that place
 * @param id what the last of them is known by: where it is another one's turn, the page has changed
 */
record PagePlace(long done, String id) {
    PagePlace {
        Objects.requireNonNull(id, "id");
    }

    /** What a checkpoint says of it; nothing in one of a page's end, or of an older program. */
    static Optional<PagePlace> of(Map<?, ?> checkpoint) {
        return checkpoint.get("done") instanceof Number done && checkpoint.get("doneId") instanceof String id
                ? Optional.of(new PagePlace(done.longValue(), id))
                : Optional.empty();
    }

    /** What is kept with a checkpoint. */
    Map<String, Object> fields() {
        return Map.of("done", done, "doneId", id);
    }
}
