package org.restconnector.testing;

import java.util.concurrent.atomic.AtomicInteger;

/** What a server answers. Called by many threads. */
@FunctionalInterface
public interface Handler {
    Answer answer(ReceivedRequest request);

    /** This handler, but the first {@code times} requests get {@code answer}. */
    default Handler afterFirst(int times, Answer answer) {
        AtomicInteger seen = new AtomicInteger();
        return request -> seen.incrementAndGet() <= times ? answer : answer(request);
    }

    /** This handler, but the request with this number, counted from 1, gets {@code answer}. */
    default Handler onRequest(int number, Answer answer) {
        AtomicInteger seen = new AtomicInteger();
        return request -> seen.incrementAndGet() == number ? answer : answer(request);
    }

    /** This handler, but from the request with this number on, counted from 1, all get {@code answer}. */
    default Handler fromRequest(int number, Answer answer) {
        AtomicInteger seen = new AtomicInteger();
        return request -> seen.incrementAndGet() >= number ? answer : answer(request);
    }
}
