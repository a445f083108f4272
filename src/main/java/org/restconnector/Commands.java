package org.restconnector;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The command line. */
final class Commands {
    private Commands() {}

    /** @return the exit code */
    static int execute(Surroundings surroundings, PrintWriter err, String... args) {
        return new CommandLine(new RootCommand(surroundings))
                .addSubcommand(new RunCommand(surroundings))
                .addSubcommand(new OnceCommand(surroundings))
                .addSubcommand(new CheckCommand(surroundings))
                .addSubcommand(new AuthorizeCommand(surroundings))
                .addSubcommand(new DescribeCommand(surroundings))
                .addSubcommand(new InspectCommand(surroundings))
                .addSubcommand(new StateCommand(surroundings))
                .addSubcommand(new DeadLettersCommand(surroundings))
                .setOut(new PrintWriter(surroundings.out(), true))
                .setErr(err)
                .setExecutionExceptionHandler(Commands::failed)
                .setParameterExceptionHandler(new UsageErrors())
                .execute(args);
    }

    private static int failed(Exception thrown, CommandLine command, ParseResult parsed) {
        if (command.getCommandSpec().root().userObject() instanceof RootCommand root && root.verbose()) {
            thrown.printStackTrace(command.getErr());
        }
        return Failures.tell(thrown, command.getErr());
    }
}
