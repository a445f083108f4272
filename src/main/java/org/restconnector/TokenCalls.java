package org.restconnector;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.restconnector.http.Fault;
import org.restconnector.http.HttpCall;
import org.restconnector.http.HttpCalls;
import org.restconnector.http.Response;
import org.restconnector.http.Tokens;

/** Sends requests for tokens through the route that all requests take. */
final class TokenCalls implements Tokens.Sender {
    private final ProducerTemplate template;

    TokenCalls(ProducerTemplate template) {
        this.template = template;
    }

    @Override
    public Response send(HttpCall call) throws Fault, InterruptedException {
        Exchange exchange = template.send("direct:rest-call", sent -> sent.setProperty(HttpCalls.CALL, call));
        Exception thrown = exchange.getException();
        if (thrown instanceof Fault fault) {
            throw fault;
        }
        if (thrown instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (thrown != null) {
            throw new IllegalStateException(call.name() + " could not be sent", thrown);
        }
        return call.response();
    }
}
