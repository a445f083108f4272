package org.restconnector;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * Brings the product's beans into any Camel context that has the jar on its class path. It adds no
 * routes: those are read from {@code classpath:camel/*.camel.yaml}, as every runtime does by default.
 */
public final class RestConnectorPlugin implements ContextServicePlugin {
    @Override
    public void load(CamelContext context) {
        new Wiring(context).bind();
    }
}
