package org.restconnector;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.camel.ProducerTemplate;
import org.restconnector.http.ApiSettings;
import org.restconnector.http.CodeAnswer;
import org.restconnector.http.CodeGrant;
import org.restconnector.http.Fault;
import org.restconnector.inspect.FileProblem;
import org.restconnector.inspect.RouteCheck;
import org.restconnector.log.Actor;
import org.restconnector.log.Audit;
import org.restconnector.settings.Durations;
import org.restconnector.settings.SettingsException;
import org.restconnector.store.FaultHook;
import org.restconnector.store.Store;
import org.restconnector.store.Stores;
import org.restconnector.store.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a person for the consent that a pull or flow needs, and keeps what comes of it. */
@Command(
        name = "authorize",
        description = {
            "Let a person agree to what a pull or flow does for them: OAuth 2.0, grant authorization_code.",
            "Prints the URL to open; the answer comes by the browser, or is pasted here."
        })
final class AuthorizeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "NAME", description = "Name of a pull, fetch or flow.")
    private String name;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Listen for the browser on this port of 127.0.0.1; default: any free one.")
    private Integer port;

    @Option(
            names = "--redirect-uri",
            paramLabel = "URI",
            description =
                    "The redirect URI that the client is registered with; default: http://127.0.0.1:PORT/callback.")
    private String redirectUri;

    @Option(names = "--paste", description = "Do not listen: the answer will be pasted.")
    private boolean paste;

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long to wait for the answer; default: 5m.")
    private String timeout = "5m";

    @Spec
    private CommandSpec spec;

    AuthorizeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Duration patience = usage(this::patience);
        Redirect redirect =
                usage(() -> Redirect.of(Optional.ofNullable(redirectUri), Optional.ofNullable(port), paste));
        ApplicationProperties properties = ApplicationProperties.read(surroundings.directory());
        ApiSettings api = settings(properties);
        Configuration configuration = Configuration.of(properties);
        try (AuthorizationInput input = new AuthorizationInput(surroundings.in());
                Store store = Stores.open(configuration.store(), Clock.systemUTC(), FaultHook.load());
                Standalone application = Standalone.forRequests(properties)) {
            application.startUntilClosed();
            CodeGrant grant = CodeGrant.of(api, input.listen(redirect));
            ask(grant, input, patience);
            try (ProducerTemplate template =
                    application.main().getCamelContext().createProducerTemplate()) {
                CodeAnswer answer = input.await(patience);
                StoredTokens tokens = new StoredTokens(() -> store, new Vault(configuration.secretKey()));
                grant.redeem(answer, new TokenCalls(template), tokens, Clock.systemUTC());
            }
        } catch (Fault | AuthorizationInput.NoAnswerException e) {
            surroundings.err().println(name + " is not authorized: " + e.getMessage());
            surroundings.err().println("nothing was kept; run `authorize " + name + "` again for a new URL");
            return Failures.FAILED;
        }
        Audit.done(Actor.commandLine(), "token.store", Map.of("name", name));
        surroundings.err().println(name + " is authorized; its next request for a token uses what was kept");
        return 0;
    }

    private <T> T usage(Callable<T> read) throws Exception {
        try {
            return read.call();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Duration patience() {
        try {
            return Durations.parse(timeout);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--timeout " + e.getMessage(), e);
        }
    }

    private void ask(CodeGrant grant, AuthorizationInput input, Duration patience) {
        surroundings.err().println("open this URL in a browser, and agree there:");
        surroundings.out().println(grant.url());
        surroundings
                .err()
                .println((input.listensTo()
                                .map(uri -> "waiting for the browser to come back to " + uri + "; if it cannot, ")
                                .orElse(""))
                        + "paste the whole address that it shows then, or the code (within "
                        + Durations.text(patience) + ")");
    }

    private ApiSettings settings(ApplicationProperties properties) {
        RouteFiles files = new RouteFiles(properties);
        RouteCheck.Result checked = files.check(files.all());
        Optional<ApiSettings> api =
                checked.registry().api(name).or(() -> checked.flows().api(name));
        if (api.isEmpty()) {
            throw new SettingsException(unknown(checked));
        }
        return api.filter(CodeGrant::isAskedFor)
                .orElseThrow(() -> new SettingsException("'" + name + "' needs nobody's consent: authorize is for auth"
                        + " oauth2 with grant authorization_code"));
    }

    private String unknown(RouteCheck.Result checked) {
        if (!checked.problems().isEmpty()) {
            return checked.problems().stream()
                    .map(FileProblem::text)
                    .collect(Collectors.joining(System.lineSeparator()));
        }
        TreeSet<String> names = new TreeSet<>(checked.registry().all());
        names.addAll(checked.flows().names());
        return "there is no pull, fetch or flow '" + name + "'; there are: " + String.join(", ", names);
    }
}
