package org.example.host;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.main.Main;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;

/** What can be seen of the host, in words: to be compared with and without the connector. */
public final class Portrait {
    private static final List<String> PATHS = List.of(
            "/greet?name=host",
            "/refuse",
            "/shop",
            "/json",
            "/agent",
            "/",
            "/openapi.json",
            "/api/flows",
            "/api/pulls",
            "/dev/crm/acme/jobs",
            "/observe/health",
            "/observe/metrics");

    private Portrait() {}

    /** Of a host that is started for it, with the class path of this class. */
    public static Map<String, String> ofStarted(Map<String, String> properties) throws Exception {
        Main host = new Main() {
            @Override
            protected CamelContext createCamelContext() {
                CamelContext camel = super.createCamelContext();
                camel.setApplicationContextClassLoader(Portrait.class.getClassLoader());
                return camel;
            }
        };
        HostApplication.prepare(host, properties);
        host.start();
        try {
            return of(host);
        } finally {
            host.stop();
        }
    }

    static Map<String, String> of(Main host) throws Exception {
        CamelContext camel = host.getCamelContext();
        Map<String, String> portrait = new LinkedHashMap<>();
        for (String path : PATHS) {
            portrait.put("GET " + path, answer(camel, path));
        }
        portrait.put(
                "a request of the host",
                camel.createProducerTemplate().requestBody(url(camel, "/agent"), null, String.class));
        portrait.put(
                "paths",
                camel.getComponent("platform-http", PlatformHttpComponent.class).getHttpEndpoints().stream()
                        .map(endpoint -> endpoint.getUri() + " " + endpoint.getVerbs())
                        .sorted()
                        .toList()
                        .toString());
        for (String component : List.of("http", "platform-http", "direct", "kamelet", "log", "timer")) {
            portrait.put("component " + component, options(camel, camel.getComponent(component)));
        }
        for (String route : List.of("greet", "refuse", "shop", "json")) {
            portrait.put("route " + route, route(camel, route));
        }
        portrait.put(
                "health",
                HealthCheckHelper.invoke(camel).stream()
                        .map(HealthCheck.Result::getCheck)
                        .map(HealthCheck::getId)
                        .filter(id -> !id.matches("(producer|consumer|route):(rest-|pull-|dead-).*"))
                        .sorted()
                        .toList()
                        .toString());
        portrait.put("shutdown", options(camel, camel.getShutdownStrategy()));
        portrait.put("streams", options(camel, camel.getStreamCachingStrategy()));
        portrait.put("threads", options(camel, camel.getExecutorServiceManager().getDefaultThreadPoolProfile()));
        portrait.put("options", String.valueOf(camel.getGlobalOptions().get("host")));
        portrait.put("interceptors", types(camel.getCamelContextExtension().getInterceptStrategies()));
        portrait.put("notifiers", types(camel.getManagementStrategy().getEventNotifiers()));
        portrait.put(
                "system properties",
                System.getProperties().stringPropertyNames().stream()
                        .filter(name -> name.matches("(log4j|picocli|org\\.sqlite|vertx).*"))
                        .sorted()
                        .toList()
                        .toString());
        return portrait;
    }

    private static String url(CamelContext camel, String path) {
        return "http://127.0.0.1:" + camel.resolvePropertyPlaceholders("{{host.port}}") + path;
    }

    private static String answer(CamelContext camel, String path) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url(camel, path))).build(),
                        HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + new TreeMap<>(response.headers().map()) + " " + response.body();
    }

    /** Its steps, and what handles its errors. */
    private static String route(CamelContext camel, String id) {
        RouteDefinition route =
                camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinition(id);
        return route.toString().replaceAll("@\\w+", "") + " " + types(List.of(route.getErrorHandlerFactory())) + " "
                + route.getAppliedRouteConfigurationIds();
    }

    private static String types(Collection<?> objects) {
        return objects.stream()
                .map(Object::getClass)
                .map(Class::getName)
                .map(name -> name.replaceAll("\\$\\$Lambda.*", ""))
                .toList()
                .toString();
    }

    /** Numbers, texts and switches; the names of everything else's classes. */
    private static String options(CamelContext camel, Object target) {
        Map<String, Object> options = new TreeMap<>();
        PluginHelper.getBeanIntrospection(camel).getProperties(target, options, null, true);
        options.replaceAll((name, value) -> value == null
                        || value instanceof Number
                        || value instanceof String
                        || value instanceof Boolean
                        || value instanceof Enum<?>
                ? value
                : value.getClass().getName().replaceAll("\\$\\$Lambda.*", ""));
        return options.toString();
    }
}
