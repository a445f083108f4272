package org.restconnector.push;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * The step that stores a complete group as a batch: its members, key and bytes are fixed from here on. The
 * exchange goes on once that is committed; where nothing is left to be sent, it ends here.
 */
public final class FormStep extends AsyncProcessorSupport {
    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        RunningFlow flow = exchange.getProperty(RunningFlow.PROPERTY, RunningFlow.class);
        Group group = exchange.getMessage().getBody(Group.class);
        flow.groups().remove(group);
        flow.forming().add(group, formed -> {
            exchange.getMessage().setBody(formed.orElse(null));
            exchange.setRouteStop(formed.isEmpty());
            callback.done(false);
        });
        return false;
    }
}
