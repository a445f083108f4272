package org.restconnector;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.restconnector.demo.DemoApi;
import org.restconnector.inspect.RouteFileSearch;

/** A Camel Main application that holds the bundle and the user's routes, and the demo's API if it is on. */
final class Standalone implements AutoCloseable {
    /** The program has 30 until it must have ended, and more to do than its routes. */
    private static final int SHUTDOWN_SECONDS = 28;

    private static final int SECONDS_TO_REPORT = 3;

    private final Main main;
    private final DemoApi demo;
    private final boolean withDemo;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stopForSignal, "stop-for-signal");

    private Standalone(Main main, DemoApi demo, boolean withDemo) {
        this.main = main;
        this.demo = demo;
        this.withDemo = withDemo;
    }

    /**
     * An application that was not started yet.
     *
     * @param overrides keys that win over every file, variable and system property
     */
    static Standalone create(ApplicationProperties properties, Map<String, String> overrides) {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setPropertyPlaceholderLocations(
                "file:" + properties.directory().resolve("application.properties") + ";optional=true");
        main.addInitialProperty("connector.directory", properties.directory().toString());
        main.addInitialProperty("connector.demo.port", String.valueOf(properties.demoPort()));
        // as a property, so that messages can name the files
        main.addOverrideProperty("camel.main.routesIncludePattern", routes(properties));
        // ours stands there; Camel's would begin to listen as well
        main.addOverrideProperty(ManagementServer.ENABLED, "false");
        overrides.forEach(main::addOverrideProperty);
        main.configure()
                .withName("camel-rest-connector")
                .withShutdownTimeout(SHUTDOWN_SECONDS)
                .withShutdownLogInflightExchangesOnTimeout(false)
                .withAutoConfigurationLogSummary(false);
        // Camel's summary prints the values of parameters, secrets among them
        main.configure().setStartupSummaryLevel(StartupSummaryLevel.Off);
        return new Standalone(main, new DemoApi(properties.demoPort()), properties.demo());
    }

    /** Without any pull or flow, or anything else of the user's: it can send requests, and no more. */
    static Standalone forRequests(ApplicationProperties properties) {
        return create(
                properties,
                Map.of(
                        "camel.main.routesIncludePattern",
                        "classpath:camel/rest-call.camel.yaml",
                        InboxRoutes.ENABLED,
                        "false"));
    }

    private static String routes(ApplicationProperties properties) {
        return Stream.concat(
                        Stream.of("classpath:camel/*.camel.yaml"),
                        properties.routePatterns().stream()
                                .filter(new RouteFileSearch(properties.directory())::finds)
                                .map(pattern -> pattern.matches("(file|classpath):.*")
                                        ? pattern
                                        : "file:" + properties.directory().resolve(pattern)))
                .collect(Collectors.joining(","));
    }

    Main main() {
        return main;
    }

    void startDemo() throws IOException {
        if (withDemo) {
            demo.start();
        }
    }

    /** For commands that end by themselves: told to end earlier, the process lets what is in work end first. */
    void startUntilClosed() {
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        Runtime.getRuntime().addShutdownHook(hook);
        main.start();
    }

    private void stopForSignal() {
        main.stop();
        try {
            closed.await(SECONDS_TO_REPORT, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        main.stop();
        demo.close();
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending, and the hook running
        }
    }
}
