package org.restconnector;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;

/** The command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Optional<String> problem = LogSetup.apply(Path.of(""));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        problem.ifPresent(text -> {
            err.println(text);
            System.exit(Failures.MISCONFIGURED);
        });
        System.exit(execute(Path.of(""), System.in, out, err, args));
    }

    /** Executes a command that nobody types anything to. */
    public static int execute(Path directory, PrintStream out, PrintStream err, String... args) {
        return execute(directory, InputStream.nullInputStream(), out, err, args);
    }

    /**
     * Executes a command, as if the program was started in the directory.
     *
     * @return the exit code: 0 all was done, 1 a run failed or a record was dead-lettered, 2 the
     *     configuration or the command line is wrong
     */
    public static int execute(Path directory, InputStream in, PrintStream out, PrintStream err, String... args) {
        Surroundings surroundings = new Surroundings(directory, in, out, err);
        CommandLine root = new CommandLine(new RootCommand(surroundings))
                .addSubcommand(new RunCommand(surroundings))
                .addSubcommand(new OnceCommand(surroundings))
                .addSubcommand(new CheckCommand(surroundings))
                .addSubcommand(new AuthorizeCommand(surroundings))
                .addSubcommand(new DescribeCommand(surroundings))
                .addSubcommand(new InspectCommand(surroundings))
                .addSubcommand(new StateCommand(surroundings))
                .addSubcommand(new DeadLettersCommand(surroundings));
        root.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        root.setExecutionExceptionHandler(new Failures());
        root.setParameterExceptionHandler(new UsageErrors());
        try (ExtraJars jars = ExtraJars.of(directory)) {
            return root.execute(args);
        }
    }
}
