package org.restconnector;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.restconnector.observe.Observer;
import org.restconnector.observe.OwnMeters;
import org.restconnector.pull.PullRegistry;
import org.restconnector.pull.PullSchedule;
import org.restconnector.push.FlowRegistry;
import org.restconnector.settings.SettingsException;
import org.restconnector.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers an operator's tools on a port of its own, with threads of its own, from before the application starts
 * until it has stopped: whatever the other port is busy with, this one answers.
 */
final class ManagementServer extends MainListenerSupport implements StartupListener, AutoCloseable {
    static final String ENABLED = "camel.management.enabled";
    private static final String HOST = "camel.management.host";
    private static final String PORT = "camel.management.port";
    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final String DEFAULT_PORT = "9876";
    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
    private static final int IDLE_SECONDS = 30;

    private final OwnMeters meters = new OwnMeters();
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(8)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private volatile Optional<Observer> observer = Optional.empty();
    private Optional<HttpServer> server = Optional.empty();

    private ManagementServer() {}

    /**
     * Listens, if that is not switched off.
     *
     * @throws SettingsException if it cannot, at a port that was asked for; without the default one it goes on
     */
    static ManagementServer open(ApplicationProperties properties) {
        ManagementServer opened = new ManagementServer();
        String enabled = find(properties, ENABLED).orElse("true");
        try {
            if (enabled.equals("true")) {
                opened.listen(
                        find(properties, HOST).orElse(DEFAULT_HOST),
                        find(properties, PORT).orElse(DEFAULT_PORT),
                        find(properties, PORT).isPresent());
            } else if (!enabled.equals("false")) {
                throw new SettingsException(ENABLED + " is '" + enabled + "'; allowed are true and false");
            }
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static Optional<String> find(ApplicationProperties properties, String key) {
        return properties.find(key).filter(value -> !value.isEmpty());
    }

    private void listen(String host, String port, boolean asked) {
        try {
            if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
                throw new SettingsException(PORT + " is '" + port + "'; allowed is a port's number");
            }
            HttpServerOptions options = new HttpServerOptions()
                    .setHost(host)
                    .setPort(Integer.parseInt(port))
                    .setIdleTimeout(IDLE_SECONDS)
                    .setHttp2ClearTextEnabled(false);
            server = Optional.of(vertx.createHttpServer(options)
                    .requestHandler(this::answer)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(IDLE_SECONDS, TimeUnit.SECONDS));
            LOG.info("health and metrics at http://{}:{}/observe/health", host, port());
        } catch (ExecutionException | TimeoutException e) {
            String problem = "health and metrics cannot be had at " + host + ":" + port + ": " + Failures.root(e)
                    + "; set " + HOST + " and " + PORT + " to an address that is free";
            if (asked) {
                throw new SettingsException(problem, e);
            }
            LOG.warn("{}. This instance goes on without them", problem);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SettingsException("the start was interrupted", e);
        }
    }

    /** Where it listens; 0 if it does not. */
    int port() {
        return server.map(HttpServer::actualPort).orElse(0);
    }

    /** Lets it tell of an application that was not started yet. */
    void addTo(Main main) {
        if (server.isPresent()) {
            main.bind("connector-meters", meters.registry());
            main.addMainListener(this);
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

    @Override
    public synchronized void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        if (observer.isPresent()) {
            // Camel calls this again for routes that come later
            return;
        }
        observer = Optional.of(new Observer(
                meters,
                FoundMetrics.of(context),
                bean(context, Store.BEAN, Store.class),
                bean(context, "rest-pull-registry", PullRegistry.class),
                bean(context, "rest-schedule", PullSchedule.class),
                bean(context, "rest-flow-registry", FlowRegistry.class),
                () -> InboxServer.status(context)));
    }

    private static <T> T bean(CamelContext context, String id, Class<T> type) {
        return context.getRegistry().lookupByNameAndType(id, type);
    }

    private void answer(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response().putHeader("allow", "GET, HEAD");
            end(request, ManagementAnswer.error(405, "not_allowed", "there is nothing here but to GET"));
            return;
        }
        String path = String.valueOf(request.path());
        vertx.executeBlocking(() -> ManagementAnswer.of(path, observer), false)
                .otherwise(fault -> {
                    LOG.error("{} could not be answered", path, fault);
                    return ManagementAnswer.error(500, "internal", "something went wrong here");
                })
                .onSuccess(answer -> end(request, answer));
    }

    private static void end(HttpServerRequest request, ManagementAnswer answer) {
        request.response()
                .setStatusCode(answer.status())
                .putHeader("content-type", answer.type())
                .putHeader("cache-control", "no-store")
                .end(answer.body());
    }

    @Override
    public void close() {
        observer.ifPresent(Observer::close);
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            LOG.warn("The management server did not end in time: {}", e.getMessage());
        }
        meters.close();
    }
}
