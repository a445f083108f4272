package org.restconnector.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restconnector.testing.ApiServer;
import org.restconnector.testing.PageStyle;
import org.restconnector.testing.PagedApi;

/** A pull in the Java DSL of any Camel context that has the bundle's routes. */
class JavaDslTest extends CamelTestSupport {
    @TempDir
    private Path folder;

    private final ApiServer api = ApiServer.start().on("/orders", PagedApi.of(PageStyle.CURSOR_IN_BODY, 25, 5));

    @AfterEach
    void close() {
        api.close();
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getPropertiesComponent().addInitialProperty("connector.data", folder.toString());
        // Camel Main and Spring Boot do both by default: the beans come with the build, then the YAML is read
        context.build();
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getPackageScanResourceResolver(context)
                        .findResources("classpath:camel/*.camel.yaml"));
        return context;
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                templatedRoute("rest-pull")
                        .parameter("name", "orders")
                        .parameter("url", api.url("/orders?status=open&limit=5"))
                        .parameter("records", "$.data[?(@.id > 0 && @.name)]")
                        .parameter("primaryKey", "id")
                        .parameter("pagination", "cursor")
                        .parameter("cursor", "$.next")
                        .parameter("cursorParam", "after")
                        .parameter("to", "mock:orders");
            }
        };
    }

    @Test
    void pullsAllRecordsInOrderWithTheirHeaders() throws Exception {
        MockEndpoint orders = getMockEndpoint("mock:orders");
        orders.expectedMessageCount(25);

        MockEndpoint.assertIsSatisfied(context);

        assertThat(orders.getExchanges())
                .extracting(exchange -> exchange.getMessage().getHeader("RecordId"))
                .startsWith("1", "2", "3")
                .endsWith("24", "25");
        assertThat(orders.getExchanges().get(0).getMessage().getBody(Map.class)).hasToString("{id=1, name=record 1}");
        assertThat(api.requests()).hasSize(5);
    }

    @Test
    void aWrongParameterIsRefusedWithTheLineThatNamesIt() throws Exception {
        RouteBuilder wrong = new RouteBuilder() {
            @Override
            public void configure() {
                templatedRoute("rest-pull")
                        .parameter("name", "customers")
                        .parameter("url", api.url("/customers"))
                        .parameter("evry", "15m")
                        .parameter("to", "mock:customers");
            }
        };

        context.addRoutes(wrong);

        assertThatThrownBy(() -> context.addTemplatedRoutes(wrong))
                .hasMessage("rest-pull customers: unknown parameter 'evry'; did you mean 'every'?");
    }

    @Test
    void theRouteIsNamedAfterThePull() {
        assertThat(context.getRoute("pull-orders")).isNotNull();
    }
}
