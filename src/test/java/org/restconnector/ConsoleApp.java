package org.restconnector;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.restconnector.json.Json;
import org.restconnector.reload.Reload;
import org.restconnector.store.Store;
import org.restconnector.testing.Workspace;

/** What {@code run} starts, in this JVM: pulls with their schedules, flows, both HTTP servers on free ports. */
final class ConsoleApp implements AutoCloseable {
    static final String KEY = "console-key";

    private final InboxServer server;
    private final ManagementServer management;
    private final Standalone application;
    private Optional<LiveRoutes> live = Optional.empty();
    private final HttpClient client = HttpClient.newHttpClient();

    private ConsoleApp(InboxServer server, ManagementServer management, Standalone application) {
        this.server = server;
        this.management = management;
        this.application = application;
    }

    /** In a folder that holds the demo, and nothing else. */
    static ConsoleApp startDemo(Path directory) throws Exception {
        Workspace workspace = new Workspace(directory);
        for (String name : new String[] {"orders", "customers", "products", "contacts"}) {
            String file = "routes/demo/demo-" + name + ".camel.yaml";
            workspace.write(file, Files.readString(Path.of(file)));
        }
        workspace.property("connector.demo", "true").property("connector.demo.port", String.valueOf(freePort()));
        return start(directory);
    }

    static ConsoleApp start(Path directory) throws Exception {
        return start(directory, false);
    }

    /** Whose edited route files take effect at once. */
    static ConsoleApp startReloading(Path directory) throws Exception {
        return start(directory, true);
    }

    private static ConsoleApp start(Path directory, boolean reloading) throws Exception {
        new Workspace(directory)
                .property("camel.server.port", "0")
                .property("camel.management.port", "0")
                .property("connector.api.keys", KEY + ",limited@demo-contacts");
        ApplicationProperties properties = ApplicationProperties.read(directory);
        InboxServer server = InboxServer.create();
        ManagementServer management = ManagementServer.open(properties);
        ConsoleApp app = new ConsoleApp(server, management, Standalone.create(properties, Map.of()));
        try {
            server.addTo(app.application.main(), properties);
            management.addTo(app.application.main());
            app.application.startDemo();
            app.application.main().start();
            if (reloading) {
                Reload.Pace pace = new Reload.Pace(Duration.ofMillis(30), Duration.ofMillis(60));
                app.live = Optional.of(new LiveRoutes(properties, new RouteFiles(properties).require(), pace));
                app.live.get().afterStart(app.application.main());
            }
            return app;
        } catch (Exception e) {
            app.close();
            throw e;
        }
    }

    CamelContext context() {
        return application.main().getCamelContext();
    }

    Store store() {
        return context().getRegistry().lookupByNameAndType(Store.BEAN, Store.class);
    }

    String address() {
        int port = context().getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                .filter(VertxPlatformHttpRouter::isMainServer)
                .findFirst()
                .orElseThrow()
                .getServer()
                .getPort();
        return "http://127.0.0.1:" + port;
    }

    Answer get(String path) throws Exception {
        return send(request(path).GET());
    }

    Answer post(String path, String body) throws Exception {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A call of the management port. */
    Answer observe(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management.port() + "/observe" + path)));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path))
                .header("content-type", "application/json")
                .header("x-api-key", KEY);
    }

    Answer send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }

    @Override
    public void close() {
        live.ifPresent(routes -> routes.beforeStop(application.main()));
        application.close();
        management.close();
        server.close();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** @param text the body */
    record Answer(int status, String text, HttpResponse<String> response) {
        /** The value at these names and indexes. */
        Object at(String... path) throws IOException {
            Object value = Json.read(text);
            for (String step : path) {
                value = value instanceof java.util.List<?> list
                        ? list.get(Integer.parseInt(step))
                        : ((Map<?, ?>) value).get(step);
            }
            return value;
        }

        String code() throws IOException {
            return (String) at("error", "code");
        }
    }
}
