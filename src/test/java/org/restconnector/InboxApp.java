package org.restconnector;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.LifecycleStrategySupport;
import org.restconnector.json.Json;
import org.restconnector.push.FlowDirectory;
import org.restconnector.push.JobWaits;
import org.restconnector.store.Store;

/** The standalone application with its HTTP server on a free port, a real store, and flows that a test steers. */
final class InboxApp implements AutoCloseable {
    static final String KEY = "secret-key";

    private final InboxServer server;
    private final Standalone application;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final TestFlows flows;

    private InboxApp(InboxServer server, Standalone application, TestFlows flows) {
        this.server = server;
        this.application = application;
        this.flows = flows;
    }

    static InboxApp start(Path directory, Map<String, String> settings, TestFlows flows) throws Exception {
        StringBuilder properties =
                new StringBuilder(settings.containsKey("camel.server.port") ? "" : "camel.server.port=0\n");
        if (!settings.containsKey("connector.api.keys")) {
            properties.append("connector.api.keys=").append(KEY).append('\n');
        }
        settings.forEach(
                (key, value) -> properties.append(key).append('=').append(value).append('\n'));
        Files.createDirectories(directory.resolve("routes"));
        Files.writeString(directory.resolve("application.properties"), properties);
        ApplicationProperties read = ApplicationProperties.read(directory);
        InboxServer server = InboxServer.create();
        Standalone application = Standalone.create(read, Map.of("connector.schedule", "false"));
        try {
            server.addTo(application.main(), read);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        application.main().addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport main) {
                // once the product's own beans are bound
                main.getCamelContext().addLifecycleStrategy(new LifecycleStrategySupport() {
                    @Override
                    public void onContextInitializing(CamelContext context) {
                        context.getRegistry().unbind(FlowDirectory.BEAN);
                        context.getRegistry().bind(FlowDirectory.BEAN, flows);
                    }
                });
            }
        });
        InboxApp app = new InboxApp(server, application, flows);
        try {
            application.main().start();
        } catch (Exception e) {
            app.close();
            throw e;
        }
        flows.use(app.store(), app.context().getRegistry().lookupByNameAndType(JobWaits.BEAN, JobWaits.class));
        return app;
    }

    CamelContext context() {
        return application.main().getCamelContext();
    }

    Store store() {
        return context().getRegistry().lookupByNameAndType("rest-connector-store", Store.class);
    }

    int port() {
        return context().getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                .filter(VertxPlatformHttpRouter::isMainServer)
                .findFirst()
                .orElseThrow()
                .getServer()
                .getPort();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("x-api-key", KEY)
                .header("content-type", "application/json");
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    Reply post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply post(String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body(), response);
    }

    record Reply(int status, String body, HttpResponse<String> response) {
        @SuppressWarnings("unchecked")
        Map<String, Object> json() throws IOException {
            return (Map<String, Object>) Json.read(body);
        }

        Object at(String... path) throws IOException {
            Object value = json();
            for (String name : path) {
                value = value instanceof java.util.List<?> list
                        ? list.get(Integer.parseInt(name))
                        : ((Map<?, ?>) value).get(name);
            }
            return value;
        }

        String code() throws IOException {
            return (String) at("error", "code");
        }
    }

    @Override
    public void close() {
        application.close();
        server.close();
    }
}
