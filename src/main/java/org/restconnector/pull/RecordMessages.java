package org.restconnector.pull;

import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/** Makes the messages that a run's records travel in. */
final class RecordMessages {
    private final CamelContext context;
    private final String pull;
    private final String run;
    private final boolean batches;

    RecordMessages(CamelContext context, PullSettings pull, String run) {
        this.context = context;
        this.pull = pull.name();
        this.run = run;
        this.batches = pull.records().batchSize() > 1;
    }

    Message of(Delivery delivery) {
        Message message = new DefaultMessage(context);
        fill(message, delivery);
        return message;
    }

    /** Puts the delivery into a message without headers. */
    void fill(Message message, Delivery delivery) {
        message.setHeader("RecordPull", pull);
        message.setHeader("RecordRun", run);
        List<Delivery.Item> items = delivery.items();
        if (batches && !delivery.passing()) {
            List<Map<String, Object>> records =
                    items.stream().map(Delivery.Item::record).toList();
            message.setBody(records);
            message.setHeader("RecordCount", records.size());
            message.setHeader("RecordIds", items.stream().map(Delivery.Item::id).toList());
        } else {
            message.setBody(items.get(0).record());
            message.setHeader("RecordId", items.get(0).id());
        }
    }
}
