package org.restconnector;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program itself; without a command it runs. */
@Command(
        name = "camel-rest-connector",
        description = "Moves JSON records between any HTTP API and anything Apache Camel can reach.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT)
final class RootCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean verbose;

    RootCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    boolean verbose() {
        return verbose;
    }

    @Override
    public Integer call() throws Exception {
        return new RunCommand(surroundings).call();
    }
}
