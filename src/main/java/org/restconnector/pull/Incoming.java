package org.restconnector.pull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.restconnector.http.ApiSettings;

/**
 * The record that a fetch is for.
 *
 * @param message as it came
 * @param run the run that it is part of; empty if it comes from a route that is none of a pull
 */
record Incoming(Map<String, Object> record, Message message, Optional<PullRun> run) {
    /** So deep no API is nested: a fetch that reaches itself, by a route of the user's, ends here. */
    static final int DEEPEST = 16;

    Incoming {
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(run, "run");
    }

    @SuppressWarnings("unchecked")
    static Incoming of(Exchange exchange) {
        Message copy = new DefaultMessage(exchange.getContext());
        copy.copyFrom(exchange.getMessage());
        Map<String, Object> record = (Map<String, Object>) copy.getBody();
        // a copy of the exchange on another thread is no part of what the run waits for
        Optional<PullRun> run = Optional.ofNullable(PullRun.of(exchange)).filter(PullRun::isDelivering);
        return new Incoming(record, copy, run);
    }

    /** Puts the message back, for expressions: the answer of the page before is in its place. */
    void restore(Exchange exchange) {
        exchange.getMessage().copyFrom(message);
    }

    /** The APIs of the runs that it is part of. */
    List<ApiSettings> outerApis() {
        List<ApiSettings> apis = new ArrayList<>();
        for (Optional<PullRun> outer = run;
                outer.isPresent();
                outer = outer.get().incoming().flatMap(Incoming::run)) {
            apis.add(outer.get().settings().api());
        }
        return apis;
    }

    int depth() {
        return 1 + run.flatMap(PullRun::incoming).map(Incoming::depth).orElse(0);
    }
}
