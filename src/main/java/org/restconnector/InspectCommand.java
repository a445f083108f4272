package org.restconnector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.restconnector.http.HeaderLines;
import org.restconnector.inspect.FileProblem;
import org.restconnector.inspect.Inspection;
import org.restconnector.inspect.RouteCheck;
import org.restconnector.inspect.RouteSource;
import org.restconnector.pull.Previews;
import org.restconnector.settings.Placeholders;
import org.restconnector.settings.SettingsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at an unknown API and prints the route file of a pull. */
@Command(
        name = "inspect",
        description = {
            "Fetch a URL, find its records, key, pagination and growing field, and print a route file.",
            "What was found, and how sure it is, goes to standard error."
        })
final class InspectCommand implements Callable<Integer> {
    private static final String HERE = "inspect";

    private final Surroundings surroundings;

    @Parameters(paramLabel = "URL", description = "The first page, as you would open it.")
    private String url;

    @Option(
            names = "--header",
            paramLabel = "'N: v'",
            description =
                    "A header to send; may be given more than once. {{env:NAME}} keeps a secret out of the command"
                            + " line; a typed one becomes such a placeholder in the file.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            description = "GET or POST; default: POST where there is a body.")
    private String method;

    @Option(names = "--body", paramLabel = "TEXT", description = "What to post.")
    private String body;

    @Option(names = "--name", paramLabel = "NAME", description = "The pull's name; default: as the URL says.")
    private String name;

    @Option(names = "--write", paramLabel = "FILE", description = "Save the file there instead of printing it.")
    private String write;

    @Option(names = "--force", description = "With --write: replace a file that is there.")
    private boolean force;

    @Spec
    private CommandSpec spec;

    InspectCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        String asked = checkedMethod();
        headers.forEach(this::checkHeader);
        Optional<Path> target = Optional.ofNullable(write).map(surroundings.directory()::resolve);
        if (target.filter(file -> !force && Files.exists(file)).isPresent()) {
            throw new ParameterException(spec.commandLine(), write + " is there already; --force replaces it");
        }
        ApplicationProperties properties = ApplicationProperties.read(surroundings.directory());
        RouteFiles files = new RouteFiles(properties);
        List<RouteSource> beside = files.all().stream()
                .filter(source ->
                        !surroundings.directory().resolve(source.name()).equals(target.orElse(null)))
                .toList();
        Set<String> taken = files.check(beside).kinds().keySet();
        Inspection inspection =
                Inspection.of(Optional.ofNullable(name), taken, url, headers, asked, Optional.ofNullable(body));
        Configuration configuration = Configuration.of(properties);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(inspection.environment());
        Placeholders placeholders = new Placeholders(configuration::find, environment, properties.directory());
        require(files, beside, inspection.typed(), placeholders);
        String text = run(inspection, properties, configuration, placeholders);
        require(files, beside, text, placeholders);
        hand(text, target, inspection);
        return 0;
    }

    private String checkedMethod() {
        String asked = method == null ? body == null ? "GET" : "POST" : method.toUpperCase(Locale.ROOT);
        if (!asked.equals("GET") && !asked.equals("POST")) {
            throw new ParameterException(spec.commandLine(), "--method is '" + method + "'; allowed are GET and POST");
        }
        if (asked.equals("GET") && body != null) {
            throw new ParameterException(spec.commandLine(), "--body goes with --method POST");
        }
        return asked;
    }

    private void checkHeader(String header) {
        int colon = header.indexOf(':');
        if (colon < 1 || !HeaderLines.isName(header.substring(0, colon).strip())) {
            throw new ParameterException(
                    spec.commandLine(), "a --header is not of the form 'Name: value', with a name and a colon");
        }
        if (!HeaderLines.isValue(header)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--header " + header.substring(0, colon).strip()
                            + " holds a line end or another control character");
        }
    }

    private String run(
            Inspection inspection,
            ApplicationProperties properties,
            Configuration configuration,
            Placeholders placeholders)
            throws Exception {
        try (Standalone application = Standalone.forRequests(properties)) {
            if (url.contains(":" + properties.demoPort() + "/demo")) {
                application.startDemo();
            }
            application.startUntilClosed();
            try (Previews previews = new Previews(application.main().getCamelContext(), Clock.systemUTC())) {
                return inspection.run(previews, placeholders, configuration.groups(), surroundings.err()::println);
            }
        }
    }

    /** Throws what {@code check} would say of the file beside all others. */
    private void require(RouteFiles files, List<RouteSource> beside, String text, Placeholders placeholders) {
        List<RouteSource> all = new ArrayList<>(beside);
        all.add(new RouteSource(HERE, text));
        RouteCheck.Result result = files.check(all, placeholders);
        List<String> problems = result.problems().stream()
                .filter(problem -> problem.file().equals(HERE))
                .map(FileProblem::message)
                .toList();
        if (!problems.isEmpty()) {
            throw new SettingsException(String.join(System.lineSeparator(), problems));
        }
    }

    private void hand(String text, Optional<Path> target, Inspection inspection) throws IOException {
        if (target.isEmpty()) {
            surroundings.out().print(text);
        } else {
            if (target.get().getParent() != null) {
                Files.createDirectories(target.get().getParent());
            }
            Files.writeString(target.get(), text);
            surroundings.err().println("wrote " + write);
        }
        surroundings.out().flush();
        inspection.origins().forEach((variable, origin) -> surroundings
                .err()
                .println("set the environment variable " + variable + " to " + origin + " before you use the file"));
        String keep =
                target.isPresent() ? "" : "put it into routes/" + inspection.name() + ".camel.yaml (--write), then ";
        surroundings
                .err()
                .println("next: " + keep + "check --fetch " + inspection.name() + ", then once " + inspection.name());
    }
}
