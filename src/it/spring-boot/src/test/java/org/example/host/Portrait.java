package org.example.host;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What can be seen of the host, in words: to be compared with and without the connector. */
public final class Portrait {
    private static final List<String> PATHS = List.of(
            "/greet?name=host",
            "/refuse",
            "/shop",
            "/json",
            "/",
            "/openapi.json",
            "/api/flows",
            "/api/pulls",
            "/dev/crm/acme/jobs",
            "/observe/health",
            "/observe/metrics");

    private Portrait() {}

    /** Of a host that is started for it, with the class path of this class. */
    public static Map<String, String> ofStarted(String... arguments) throws Exception {
        // the JVM takes one such factory, and the other class path's is there
        TomcatURLStreamHandlerFactory.disable();
        try (ConfigurableApplicationContext host = new SpringApplicationBuilder(HostApplication.class).run(arguments)) {
            return of(host);
        }
    }

    static Map<String, String> of(ConfigurableApplicationContext host) throws Exception {
        CamelContext camel = host.getBean(CamelContext.class);
        Map<String, String> portrait = new LinkedHashMap<>();
        for (String path : PATHS) {
            portrait.put("GET " + path, answer(host, path));
        }
        portrait.put(
                "a request of the host",
                camel.createProducerTemplate().requestBody(url(host, "/agent"), null, String.class));
        portrait.put("beans", new TreeSet<>(Arrays.asList(host.getBeanDefinitionNames())).toString());
        portrait.put(
                "paths of Camel",
                camel.getComponent("platform-http", PlatformHttpComponent.class).getHttpEndpoints().stream()
                        .map(endpoint -> endpoint.getUri() + " " + endpoint.getVerbs())
                        .sorted()
                        .toList()
                        .toString());
        portrait.put("paths of Spring", paths(host));
        portrait.put("message converters", converters(host));
        for (String component : List.of("http", "platform-http", "direct", "log", "timer")) {
            portrait.put("component " + component, options(camel, camel.getComponent(component)));
        }
        for (String route : List.of("greet", "refuse", "shop", "json")) {
            portrait.put("route " + route, route(camel, route));
        }
        portrait.put("shutdown", options(camel, camel.getShutdownStrategy()));
        portrait.put("streams", options(camel, camel.getStreamCachingStrategy()));
        portrait.put("threads", options(camel, camel.getExecutorServiceManager().getDefaultThreadPoolProfile()));
        portrait.put("options", String.valueOf(camel.getGlobalOptions()));
        portrait.put("interceptors", types(camel.getCamelContextExtension().getInterceptStrategies()));
        portrait.put("notifiers", types(camel.getManagementStrategy().getEventNotifiers()));
        portrait.put("system properties", connectorProperties());
        return portrait;
    }

    private static String answer(ConfigurableApplicationContext host, String path) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url(host, path))).build(),
                        HttpResponse.BodyHandlers.ofString());
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.remove("date");
        String body = response.body().replaceAll("\"timestamp\":\"[^\"]*\"", "");
        return response.statusCode() + " " + headers + " " + body;
    }

    private static String url(ConfigurableApplicationContext host, String path) {
        return "http://127.0.0.1:" + host.getEnvironment().getProperty("local.server.port") + path;
    }

    private static String paths(ConfigurableApplicationContext host) {
        TreeSet<String> paths = new TreeSet<>();
        host.getBeansOfType(RequestMappingHandlerMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(info -> paths.add(info.toString())));
        return paths.toString();
    }

    private static String converters(ConfigurableApplicationContext host) {
        return host.getBean(RequestMappingHandlerAdapter.class).getMessageConverters().stream()
                .map(HttpMessageConverter::getClass)
                .map(Class::getName)
                .toList()
                .toString();
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

    private static String connectorProperties() throws IOException {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.matches("(log4j|picocli|org\\.sqlite|connector).*"))
                .sorted()
                .toList()
                .toString();
    }
}
