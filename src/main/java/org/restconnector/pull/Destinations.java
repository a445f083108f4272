package org.restconnector.pull;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.FailedToCreateProducerException;
import org.apache.camel.Processor;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.restconnector.store.PageTransaction;

/**
 * Hands a record to {@code via}, or to each endpoint of {@code to} that has not taken it yet: the bean
 * {@code rest-destinations}. A recipient list that knows who took it, and costs a tenth of one.
 */
public final class Destinations extends ServiceSupport implements Processor {
    private final Map<Endpoint, AsyncProducer> producers = new ConcurrentHashMap<>();

    /** Throws what the first endpoint threw that did not take it, after all were asked. */
    @Override
    public void process(Exchange exchange) throws Exception {
        PullRun run = PullRun.of(exchange);
        DeliveryRun deliveries = run.parts().deliveries();
        List<Endpoint> missing = deliveries.current().missing();
        Exception failure = null;
        for (Endpoint endpoint : missing) {
            Exchange sent = missing.size() == 1 ? exchange : copy(exchange, deliveries);
            send(endpoint, sent, deliveries);
            Exception thrown = sent.getException();
            if (thrown != null && failure == null) {
                failure = thrown;
            }
        }
        forget(exchange);
        if (PullRun.of(exchange) != run) {
            restore(exchange, run);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** What a destination's own error handler, its stop or its rollback left behind is its own affair. */
    private static void forget(Exchange exchange) {
        exchange.setException(null);
        exchange.setRouteStop(false);
        exchange.setRollbackOnly(false);
        exchange.setRollbackOnlyLast(false);
        ExchangeExtension extension = exchange.getExchangeExtension();
        extension.setErrorHandlerHandled(null);
        extension.setFailureHandled(false);
        extension.setRedeliveryExhausted(false);
        exchange.removeProperty(ExchangePropertyKey.EXCEPTION_HANDLED);
    }

    /** A single destination has the exchange itself, and may have removed or overwritten its properties. */
    private static void restore(Exchange exchange, PullRun run) {
        exchange.setProperty(PullRun.PROPERTY, run);
        exchange.setProperty(Pulls.PULL, run.settings().name());
        exchange.setProperty(PageTransaction.PROPERTY, run.parts().work().transaction());
    }

    private static Exchange copy(Exchange exchange, DeliveryRun deliveries) {
        Exchange copy = ExchangeHelper.createCorrelatedCopy(exchange, false);
        deliveries.refill(copy.getMessage());
        return copy;
    }

    private void send(Endpoint endpoint, Exchange exchange, DeliveryRun deliveries) {
        try {
            deliveries.address(exchange);
            producers.computeIfAbsent(endpoint, this::producer).process(exchange);
            if (exchange.isRollbackOnly() && exchange.getException() == null) {
                throw new RollbackExchangeException("the destination rolled back", exchange);
            }
            if (exchange.getException() == null) {
                deliveries.taken(endpoint, exchange);
            }
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    private AsyncProducer producer(Endpoint endpoint) {
        try {
            AsyncProducer producer = endpoint.createAsyncProducer();
            ServiceHelper.startService(producer);
            return producer;
        } catch (Exception e) {
            throw new FailedToCreateProducerException(endpoint, e);
        }
    }

    /** The endpoint is removed. */
    public void forget(Endpoint endpoint) {
        AsyncProducer producer = producers.remove(endpoint);
        if (producer != null) {
            ServiceHelper.stopAndShutdownService(producer);
        }
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopAndShutdownServices(producers.values());
        producers.clear();
    }
}
