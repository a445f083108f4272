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
        return of(pulls.settings(name), Optional.empty());
    }

    /** Of a pull as it would run next, from its first page on; the store is only read. */
    public Preview of(PullRegistry pulls, String name, Store store) {
        return of(pulls.settings(name), Optional.of(store));
    }

    private Preview of(PullSettings settings, Optional<Store> store) {
        Optional<Watermark> watermark = settings.incremental().map(incremental -> {
            Optional<SinceValue> stored = store.flatMap(kept -> StateLedger.stored(kept, settings.name(), incremental));
            return Watermark.regular(incremental, Spans.regular(incremental, stored, clock.instant()), stored);
        });
        return new Preview(settings.toLookAt(), watermark, requests, template);
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
