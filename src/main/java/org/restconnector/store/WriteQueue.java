package org.restconnector.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What waits to be written. Its length is bounded by the callers, each of whom waits for its unit. */
final class WriteQueue {
    private final int groupSize;
    private final Deque<WriteUnit<?>> waiting = new ArrayDeque<>();
    private boolean closed;

    WriteQueue(int groupSize) {
        this.groupSize = groupSize;
    }

    synchronized void add(WriteUnit<?> unit) {
        if (closed) {
            throw new StoreException("the store is closed; nothing was written");
        }
        waiting.add(unit);
        notifyAll();
    }

    /** The units to write together, as many as wait; empty when the queue is closed. */
    synchronized List<WriteUnit<?>> next() {
        while (true) {
            List<WriteUnit<?>> group = new ArrayList<>();
            while (!waiting.isEmpty() && group.size() < groupSize) {
                WriteUnit<?> unit = waiting.poll();
                if (unit.take()) {
                    group.add(unit);
                }
            }
            if (!group.isEmpty() || closed) {
                return group;
            }
            waitForMore();
        }
    }

    synchronized void close() {
        closed = true;
        waiting.forEach(unit -> {
            if (unit.take()) {
                unit.completeExceptionally(new StoreException("the store was closed; nothing was written"));
            }
        });
        waiting.clear();
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private void waitForMore() {
        try {
            wait();
        } catch (InterruptedException e) {
            // Nobody is meant to interrupt the writer's thread; close() ends it.
            Thread.interrupted();
        }
    }
}
