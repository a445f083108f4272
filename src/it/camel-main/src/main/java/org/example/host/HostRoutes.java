package org.example.host;

import org.apache.camel.builder.RouteBuilder;

/** The host's own routes, with their own error handling, which the connector must leave as they are. */
public class HostRoutes extends RouteBuilder {
    @Override
    public void configure() {
        getContext().getGlobalOptions().put("host", "yes");
        errorHandler(deadLetterChannel("direct:failed").maximumRedeliveries(1).redeliveryDelay(1));
        from("direct:failed").routeId("failed").setBody(simple("failed: ${exception.message}"));

        from("platform-http:/greet").routeId("greet").setBody(simple("Hello, ${header.name}"));
        from("platform-http:/refuse").routeId("refuse").throwException(IllegalStateException.class, "the host refuses");
        from("platform-http:/agent").routeId("agent").process(exchange -> exchange.getMessage()
                .setBody("asked by " + exchange.getMessage().getHeader("User-Agent")));
        from("platform-http:/json")
                .routeId("json")
                .process(exchange -> exchange.getMessage().setBody(new Greeting("Hello", null)))
                .marshal("hostJson");
    }

    /** Something to be written as JSON. */
    record Greeting(String text, String name) {}
}
