package org.restconnector;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.main.Main;
import org.restconnector.demo.DemoApi;

/** A Camel Main application that holds the bundle and the user's routes. */
final class Standalone {
    private static final int SHUTDOWN_SECONDS = 30;

    private Standalone() {}

    /**
     * An application that was not started yet.
     *
     * @param overrides keys that win over every file, variable and system property
     */
    static Main create(Path directory, Map<String, String> overrides) {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.setPropertyPlaceholderLocations("file:" + directory.resolve("application.properties") + ";optional=true");
        main.addInitialProperty("connector.directory", directory.toString());
        main.addInitialProperty("connector.demo.port", String.valueOf(DemoApi.DEFAULT_PORT));
        overrides.forEach(main::addOverrideProperty);
        main.configure()
                .withName("camel-rest-connector")
                .withShutdownTimeout(SHUTDOWN_SECONDS)
                .withShutdownLogInflightExchangesOnTimeout(false)
                .withAutoConfigurationLogSummary(false)
                .withRoutesIncludePattern(String.join(",", patterns(directory)));
        main.configure().setStartupSummaryLevel(org.apache.camel.StartupSummaryLevel.Off);
        return main;
    }

    private static List<String> patterns(Path directory) {
        List<String> patterns = new ArrayList<>();
        patterns.add("classpath:camel/*.camel.yaml");
        patterns.add("file:" + directory.resolve("routes/*.camel.yaml"));
        return patterns;
    }
}
