package org.restconnector.pull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.restconnector.http.Expressions;
import org.restconnector.store.Store;

/** Makes previews of pulls, in a context that has the route {@code rest-call} and needs no other. */
public final class Previews implements AutoCloseable {
    private static final int PATIENT_TRIES = 3;

    private final ProducerTemplate template;
    private final PageRequests requests;
    private final Clock clock;

    public Previews(CamelContext context, Clock clock) {
        this.template = context.createProducerTemplate();
        this.requests = new PageRequests(new Expressions(context), clock);
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** Of a pull as it would run if it had never run before. */
    public Preview of(PullRegistry pulls, String name) {
        return of(pulls.settings(name), Optional.empty(), 1);
    }

    /** As {@link #of(PullRegistry, String)}, but a request that is refused for now is sent again soon. */
    public Preview patient(PullRegistry pulls, String name) {
        return of(pulls.settings(name), Optional.empty(), PATIENT_TRIES);
    }

    /** Of a pull as it would run next, from its first page on; the store is only read. */
    public Preview of(PullRegistry pulls, String name, Store store) {
        return of(pulls.settings(name), Optional.of(store), 1);
    }

    private Preview of(PullSettings settings, Optional<Store> store, int tries) {
        Optional<Watermark> watermark = settings.incremental().map(incremental -> {
            Optional<SinceValue> stored = store.flatMap(kept -> StateLedger.stored(kept, settings.name(), incremental));
            return Watermark.regular(incremental, Spans.regular(incremental, stored, clock.instant()), stored);
        });
        return new Preview(settings.toLookAt(), watermark, requests, template, tries);
    }

    @Override
    public void close() {
        try {
            template.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
