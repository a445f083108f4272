package org.restconnector;

import java.util.List;
import org.restconnector.store.DeadLetters.Filter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Which dead letters a command is to change: some ids, all that match, or expressly all. */
final class DeadLetterChoice {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "As `list` prints them.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "All of them.")
    private boolean all;

    @Mixin
    private DeadLetterOptions options;

    List<String> ids() {
        return ids;
    }

    Filter filter() {
        return options.filter();
    }

    /** Refuses a choice that is none, or that could be read in two ways. */
    void check(CommandSpec command) {
        boolean filtered = !filter().equals(Filter.ALL);
        int ways = (ids.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (filtered ? 1 : 0);
        if (ways != 1) {
            throw new ParameterException(
                    command.commandLine(),
                    command.name() + " needs " + (ways == 0 ? "" : "only one of ") + "IDs, --all or filters (--from, "
                            + "--tenant, --stream, --job, --since, --until, --error)");
        }
    }
}
