package org.restconnector.sink;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;
import org.restconnector.store.PageTransaction;
import org.restconnector.store.Store;

/**
 * Hands records to a flow's durable queue; the bean of the kamelet {@code flow-sink}. Within a page of a
 * pull they are stored together with the checkpoint, and a run is one job; else an exchange is one.
 */
public final class FlowSink extends ServiceSupport implements Processor, CamelContextAware {
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private CamelContext camelContext;
    private String flow = "";
    private String stream = "";
    private String tenant = "default";
    private Store store;
    private FlowQueues queues;
    private volatile WeakReference<PageTransaction> roomFor = new WeakReference<>(null);

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    public void setFlow(String flow) {
        this.flow = flow.strip();
    }

    public void setStream(String stream) {
        this.stream = stream;
    }

    public void setTenant(String tenant) {
        this.tenant = tenant;
    }

    @Override
    protected void doStart() {
        checkName("flow", flow);
        checkName("stream", stream);
        checkName("tenant", tenant);
        store = camelContext.getRegistry().findSingleByType(Store.class);
        queues = camelContext.getRegistry().findSingleByType(FlowQueues.class);
        if (store == null || queues == null) {
            throw new IllegalArgumentException("flow-sink: there is no store in this application");
        }
    }

    private static void checkName(String name, String value) {
        boolean control = value.chars().anyMatch(Character::isISOControl);
        if (value.isEmpty() || value.equals(".") || value.equals("..") || value.length() > 200 || control) {
            throw new IllegalArgumentException("flow-sink: " + name
                    + " is empty, '.', '..', longer than 200 characters or holds control characters");
        }
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        String externalId = queues.externalIdField(flow, stream)
                .orElseThrow(() -> new IllegalArgumentException(
                        "flow-sink: there is no flow '" + flow + "' that accepts the stream '" + stream + "'"));
        if (!queues.knows(flow, tenant)) {
            throw new IllegalArgumentException(
                    "flow-sink: the flow '" + flow + "' does not know the tenant '" + tenant + "'");
        }
        List<Map<String, Object>> records = RecordBody.read(exchange);
        if (records.isEmpty()) {
            return;
        }
        Optional<String> run = Optional.ofNullable(exchange.getMessage().getHeader("RecordRun", String.class));
        PageTransaction page = exchange.getProperty(PageTransaction.PROPERTY, PageTransaction.class);
        if (page == null || page != roomFor.get()) {
            awaitRoom();
            // asked once a page: its records are stored all at once
            roomFor = new WeakReference<>(page);
        }
        if (page == null
                || !page.enlist(
                        List.of("flow-sink", flow, tenant, stream),
                        FlowRecords.class,
                        () -> new FlowRecords(store.jobs(), queues, flow, tenant, stream, run),
                        all -> all.add(records, externalId))) {
            FlowRecords alone = new FlowRecords(store.jobs(), queues, flow, tenant, stream, Optional.empty());
            alone.add(records, externalId);
            store.write(transaction -> {
                alone.apply(transaction);
                return null;
            });
            alone.release();
        }
    }

    /** A full backlog is no fault of the record: it waits until some are delivered. */
    private void awaitRoom() {
        while (store.jobs().pending(flow) >= queues.maxPending()) {
            if (!isRunAllowed()
                    || camelContext.isStopping()
                    || Thread.currentThread().isInterrupted()) {
                throw new RejectedExecutionException("stopped while the backlog of flow '" + flow + "' was full ("
                        + queues.maxPending() + " records)");
            }
            LockSupport.parkNanos(WAIT_NANOS);
        }
    }
}
