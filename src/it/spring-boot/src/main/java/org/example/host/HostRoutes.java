package org.example.host;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The host's own routes, which the connector must leave as they are. */
@Component
class HostRoutes extends RouteBuilder {
    @Override
    public void configure() {
        from("direct:greet").routeId("greet").setBody(simple("Hello, ${body}"));
        from("direct:refuse").routeId("refuse").throwException(IllegalStateException.class, "the host refuses");
    }
}
