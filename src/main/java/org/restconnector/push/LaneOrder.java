package org.restconnector.push;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets an ordered lane have one request at a time; the others of the lane wait here. Safe for use by many threads. */
final class LaneOrder {
    private final Map<Long, Deque<Attempt>> lanes = new HashMap<>();

    /** Whether it may go now; else it waits for those before it. */
    synchronized boolean enter(Attempt attempt) {
        Deque<Attempt> lane = lanes.computeIfAbsent(lane(attempt), id -> new ArrayDeque<>());
        lane.addLast(attempt);
        return lane.size() == 1;
    }

    /** The one that goes after this one, which has its result. */
    synchronized Optional<Attempt> leave(Attempt attempt) {
        Deque<Attempt> lane = lanes.get(lane(attempt));
        lane.removeFirst();
        if (lane.isEmpty()) {
            lanes.remove(lane(attempt));
            return Optional.empty();
        }
        return Optional.of(lane.peekFirst());
    }

    /** Puts the halves in its place; the first of them may go. */
    synchronized Attempt replace(Attempt attempt, List<Attempt> halves) {
        Deque<Attempt> lane = lanes.get(lane(attempt));
        lane.removeFirst();
        for (int i = halves.size() - 1; i >= 0; i--) {
            lane.addFirst(halves.get(i));
        }
        return lane.peekFirst();
    }

    /** Empties the lane of this one, which goes later; those that waited behind it, in their order. */
    synchronized List<Attempt> clear(Attempt attempt) {
        List<Attempt> behind = new ArrayList<>(lanes.remove(lane(attempt)));
        behind.remove(0);
        return behind;
    }

    private static long lane(Attempt attempt) {
        return attempt.batch().lane().id();
    }
}
