package org.restconnector.pull;

import java.io.IOException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.restconnector.json.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a dead letter as one line of JSON: the bean {@code rest-dead-letters} of the route {@code dead-letter}. */
public final class DeadLetterLog {
    private static final Logger LOG = LoggerFactory.getLogger("dead-letter");

    /** The exchange property that holds the dead letter's id afterwards. */
    static final String ID = "RestConnectorDeadLetter";

    private final boolean withRecord;

    public DeadLetterLog(boolean withRecord) {
        this.withRecord = withRecord;
    }

    /** The body is the dead letter as JSON. */
    public void log(Exchange exchange) throws IOException {
        Object event = Json.read(exchange.getMessage().getBody(String.class));
        if (event instanceof Map<?, ?> fields) {
            exchange.setProperty(ID, fields.get("id"));
        }
        if (!withRecord && event instanceof Map<?, ?> fields) {
            fields.remove("record");
        }
        LOG.info("{}", Json.text(event));
    }
}
