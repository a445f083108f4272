package org.restconnector.format;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restconnector.json.PlainPath;

/** The places in a document that a walk stops at: where its records are, and values that are wanted. */
final class PathTree {
    private final Map<String, PathTree> children = new HashMap<>();
    private boolean records;
    private boolean wanted;

    /** @param values none of which crosses the records' path */
    static PathTree of(PlainPath records, Collection<PlainPath> values) {
        PathTree root = new PathTree();
        root.at(records.names()).records = true;
        values.forEach(value -> root.at(value.names()).wanted = true);
        return root;
    }

    private PathTree at(List<String> names) {
        PathTree place = this;
        for (String name : names) {
            place = place.children.computeIfAbsent(name, key -> new PathTree());
        }
        return place;
    }

    /** The place below this one; empty if nothing of interest is there. */
    Optional<PathTree> child(String name) {
        return Optional.ofNullable(children.get(name));
    }

    boolean isRecords() {
        return records;
    }

    boolean hasRecordsBelow() {
        return children.values().stream().anyMatch(PathTree::isRecords);
    }

    /** Whether the whole value here is wanted. */
    boolean isWanted() {
        return wanted;
    }
}
