package org.restconnector.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/** One caller's work, from the moment it is queued until the commit that it shares with others is durable. */
final class WriteUnit<T> {
    private enum State {
        WAITING,
        TAKEN,
        WITHDRAWN
    }

    private final Store.Work<T> work;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private T result;
    private Throwable failure;

    WriteUnit(Store.Work<T> work) {
        this.work = work;
    }

    /** @return false if its caller no longer waits: nothing of it may be written then */
    boolean take() {
        return state.compareAndSet(State.WAITING, State.TAKEN);
    }

    void run(Transaction transaction) throws Exception {
        result = work.run(transaction);
    }

    /** Its work was refused; its caller is told after the commit of the others. */
    void fail(Throwable refused) {
        failure = refused;
    }

    boolean failed() {
        return failure != null;
    }

    void complete() {
        if (failure == null) {
            outcome.complete(result);
        } else {
            outcome.completeExceptionally(failure);
        }
    }

    void completeExceptionally(Throwable reason) {
        outcome.completeExceptionally(reason);
    }

    /**
     * Waits until the outcome is known. A caller that is interrupted gives its place up; once the work
     * has begun it is waited for, so that its outcome is never unknown.
     */
    T await() throws Throwable {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return outcome.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (state.compareAndSet(State.WAITING, State.WITHDRAWN)) {
                        throw new StoreException("interrupted while waiting to write; nothing was written", e);
                    }
                } catch (ExecutionException e) {
                    throw e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
