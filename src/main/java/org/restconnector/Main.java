package org.restconnector;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Where the program begins. */
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
        PrintWriter told = new PrintWriter(err, true);
        try (ExtraJars jars = ExtraJars.of(directory)) {
            return isPlainRun(args) ? run(surroundings, told) : Commands.execute(surroundings, told, args);
        }
    }

    /** Parsed without the parser, which is a tenth of the time until it answers. */
    private static boolean isPlainRun(String... args) {
        return args.length == 0 || args.length == 1 && args[0].equals("run");
    }

    private static int run(Surroundings surroundings, PrintWriter err) {
        try {
            return new RunCommand(surroundings).call();
        } catch (Exception e) {
            return Failures.tell(e, err);
        }
    }
}
