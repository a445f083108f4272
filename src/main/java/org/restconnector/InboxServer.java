package org.restconnector;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Ordered;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StartupListener;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.restconnector.push.InboxConnections;
import org.restconnector.push.InboxGuard;
import org.restconnector.push.InboxSettings;
import org.restconnector.settings.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The standalone application's HTTP server: Camel's own, with more workers, since each request that waits
 * for its result holds one, and with a guard before its routes.
 */
final class InboxServer extends MainListenerSupport implements StartupListener, Ordered, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InboxServer.class);
    private static final int WORKERS = 300;
    private static final int WAITING = WORKERS * 2 / 3;

    private static final int SWEEP_MS = 500;
    private static final String HOST = "127.0.0.1";
    private static final String PORT = "8080";

    private final Vertx vertx;

    private InboxServer(Vertx vertx) {
        this.vertx = vertx;
    }

    static InboxServer create() {
        return new InboxServer(Vertx.vertx(new VertxOptions()
                .setWorkerPoolSize(WORKERS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false))));
    }

    /** Adds the server to an application that was not started yet; close it after that. */
    void addTo(Main main, ApplicationProperties properties) {
        InboxSettings settings = InboxSettings.read(properties::find);
        main.addInitialProperty(InboxRoutes.ENABLED, "true");
        main.addInitialProperty("connector.realtime.waiting", String.valueOf(WAITING));
        // found by us: a default that Camel is given would win over an environment variable
        main.addOverrideProperty("camel.server.enabled", "true");
        main.addOverrideProperty("camel.server.host", host(properties));
        main.addOverrideProperty("camel.server.port", port(properties));
        main.addOverrideProperty("camel.server.maxBodySize", String.valueOf(settings.maxBytes()));
        checkAddress(properties);
        InboxConnections connections = new InboxConnections(settings.timeout());
        vertx.setPeriodic(SWEEP_MS, tick -> connections.sweep());
        main.bind("rest-inbox-vertx", InboxVertx.limited(vertx, connections));
        main.addMainListener(this);
    }

    private static String host(ApplicationProperties properties) {
        return properties.find("camel.server.host").orElse(HOST);
    }

    private static String port(ApplicationProperties properties) {
        return properties.find("camel.server.port").orElse(PORT);
    }

    /** Camel's server logs that it cannot listen, and goes on. */
    private static void checkAddress(ApplicationProperties properties) {
        String host = host(properties);
        String port = port(properties);
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, Integer.parseInt(port)));
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException(
                    "the HTTP server cannot listen on " + host + ":" + port + ": " + e.getMessage()
                            + "; set camel.server.host and camel.server.port to an address that is free",
                    e);
        }
    }

    @Override
    public void afterConfigure(BaseMainSupport main) {
        try {
            main.getCamelContext().addStartupListener(this);
        } catch (Exception e) {
            throw new IllegalStateException("a listener can be added before the start", e);
        }
    }

    /** After the listener that starts the server. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST;
    }

    /** The server listens already, the routes do not answer yet. */
    @Override
    public void onCamelContextStarting(CamelContext context, boolean alreadyStarted) {
        InboxSettings settings = InboxSettings.read(Configuration.of(context)::find);
        new InboxGuard(
                        () -> InboxWiring.beans(context).keys(),
                        () -> status(context),
                        settings,
                        FoundMetrics.of(context))
                .install(router(context));
    }

    static ServiceStatus status(CamelContext context) {
        ServiceStatus status = context.getStatus();
        return status.isStarted() && InboxWiring.beans(context).inbox().isStopping() ? ServiceStatus.Stopping : status;
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // Camel says it again for each route that comes later
        if (alreadyStarted) {
            return;
        }
        LOG.info(
                "console and HTTP API at http://{}:{}; the key is {}",
                http(context).getHost(),
                http(context).getPort(),
                keyPlace(Configuration.of(context)));
    }

    private static String keyPlace(Configuration configuration) {
        return InboxSettings.read(configuration::find).keys().isEmpty()
                ? "in " + configuration.dataDirectory().resolve("api-key")
                : "one of connector.api.keys";
    }

    private static VertxPlatformHttpServer http(CamelContext context) {
        return router(context).getServer();
    }

    private static VertxPlatformHttpRouter router(CamelContext context) {
        return context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                .filter(VertxPlatformHttpRouter::isMainServer)
                .findFirst()
                .orElseThrow(() ->
                        new SettingsException("the HTTP server did not start; camel.server.enabled has to be true"));
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            LOG.warn("The HTTP server did not end in time: {}", e.getMessage());
        }
    }
}
