package org.restconnector;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.restconnector.inspect.RouteSource;
import org.restconnector.reload.Reload;
import org.restconnector.store.DataDirectoryLock;
import picocli.CommandLine.Command;

/** Starts everything and runs until it is told to stop. */
@Command(name = "run", description = "Start everything and run until SIGTERM (the default).")
final class RunCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        ApplicationProperties properties = ApplicationProperties.read(surroundings.directory());
        List<RouteSource> files = new RouteFiles(properties).require();
        boolean reload = properties.reload();
        try (DataDirectoryLock lock = DataDirectoryLock.acquire(properties.dataDirectory());
                InboxServer server = InboxServer.create();
                ManagementServer management = ManagementServer.open(properties);
                Standalone application = Standalone.create(properties, Map.of())) {
            server.addTo(application.main(), properties);
            management.addTo(application.main());
            application.startDemo();
            application.main().addMainListener(new StartReport(properties));
            if (reload) {
                application.main().addMainListener(new LiveRoutes(properties, files, Reload.Pace.USUAL));
            }
            application.main().run();
            return application.main().getExitCode();
        }
    }
}
