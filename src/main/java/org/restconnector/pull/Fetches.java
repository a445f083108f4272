package org.restconnector.pull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.restconnector.http.PermanentFault;
import org.restconnector.json.Json;
import org.restconnector.json.JsonRecord;
import org.restconnector.store.Store;

/** The steps of the template {@code rest-fetch}, one method each: the bean {@code rest-fetches}. */
public final class Fetches {
    private final PullRegistry registry;
    private final FetchRuns runs;

    public Fetches(PullRegistry registry, Store store) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.runs = new FetchRuns(Objects.requireNonNull(store, "store"));
    }

    /**
     * The records that came in, a message each: what the splitter splits. The first that fails is the last.
     *
     * @throws IllegalArgumentException if what came is no record, nor a list of them
     */
    public Iterator<Message> parents(Exchange exchange) throws InvalidPayloadException {
        Object body = exchange.getMessage().getBody();
        Object value = body instanceof Map || body instanceof List ? body : parse(exchange);
        List<Message> messages = new ArrayList<>();
        for (Object element : value instanceof List<?> list ? list : List.of(value)) {
            Message message = exchange.getMessage().copy();
            message.setBody(record(element));
            messages.add(message);
        }
        Iterator<Message> all = messages.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext() && exchange.getException() == null;
            }

            @Override
            public Message next() {
                return all.next();
            }
        };
    }

    private static Object parse(Exchange exchange) throws InvalidPayloadException {
        if (exchange.getMessage().getBody() == null) {
            throw new IllegalArgumentException("the body is empty; a record (an object) or a list of them is needed");
        }
        byte[] bytes = exchange.getMessage().getMandatoryBody(byte[].class);
        try {
            return Objects.requireNonNullElse(Json.read(bytes, 0, bytes.length), "null");
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is not JSON of a record or a list of records", e);
        }
    }

    private static Map<String, Object> record(Object value) {
        if (!(value instanceof Map)) {
            throw new IllegalArgumentException(
                    "a record is an object, or a list of them; this is of type " + Json.typeName(value));
        }
        return JsonRecord.of(value);
    }

    /** Begins the fetch of one record, as a part of the run that the record is from. */
    public void begin(Exchange exchange) throws PermanentFault {
        PullSettings settings = registry.settings(exchange.getProperty(Pulls.PULL, String.class));
        Incoming incoming = Incoming.of(exchange);
        if (incoming.depth() > Incoming.DEEPEST) {
            throw new PermanentFault(
                    "config",
                    "fetch " + settings.name() + " is nested more than " + Incoming.DEEPEST
                            + " deep; does a route lead back to it?");
        }
        exchange.setProperty(PullRun.PROPERTY, runs.begin(settings, incoming));
    }
}
