package org.restconnector.push;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The requests that may be in flight over all flows, shared so that flows whose targets are dead leave
 * places for the others: a flow that is not alone takes no more than {@value #SHARE} times what is free then.
 * One that has none in flight takes any that is free. Safe for use by many threads.
 */
public final class Places {
    private static final int SHARE = 4;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Map<String, Holder> flows = new HashMap<>();
    private final int most;
    private int free;

    /** @param most requests in flight */
    public Places(int most) {
        this.most = most;
        this.free = most;
    }

    /** What one flow of many tenants may take of it. */
    int share() {
        return Math.max(1, most * (SHARE - 1) / SHARE);
    }

    private static final class Holder {
        private final Condition room;
        private boolean joined;
        private int held;
        private int waiting;

        private Holder(Condition room) {
            this.room = room;
        }
    }

    /** The flow will want places: from now on the others leave it some. */
    void join(String flow) {
        lock.lock();
        try {
            holder(flow).joined = true;
        } finally {
            lock.unlock();
        }
    }

    /** The flow has ended; a request of it that was broken off may still hold its place. */
    void leave(String flow) {
        lock.lock();
        try {
            holder(flow).joined = false;
            forget(flow);
            wake();
        } finally {
            lock.unlock();
        }
    }

    void acquire(String flow) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Holder holder = holder(flow);
            while (!mayTake(holder)) {
                holder.waiting++;
                try {
                    holder.room.await();
                } finally {
                    holder.waiting--;
                }
            }
            holder.held++;
            free--;
            wake(holder);
        } finally {
            lock.unlock();
        }
    }

    void release(String flow) {
        lock.lock();
        try {
            holder(flow).held--;
            free++;
            forget(flow);
            wake();
        } finally {
            lock.unlock();
        }
    }

    private Holder holder(String flow) {
        return flows.computeIfAbsent(flow, name -> new Holder(lock.newCondition()));
    }

    private void forget(String flow) {
        flows.computeIfPresent(flow, (name, holder) -> holder.joined || holder.held > 0 ? holder : null);
    }

    private boolean mayTake(Holder holder) {
        return free > 0 && (holder.held == 0 || flows.size() == 1 || holder.held + 1 <= SHARE * (free - 1));
    }

    /** One of each flow, which wakes the next: of many that wait, few may go on. */
    private void wake() {
        flows.values().forEach(this::wake);
    }

    private void wake(Holder holder) {
        if (holder.waiting > 0 && mayTake(holder)) {
            holder.room.signal();
        }
    }
}
