package org.restconnector.testing;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The product in a JVM of its own, with the class path of this one. Closing it kills it. */
public final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private ChildProcess(Process process) {
        this.process = process;
        this.readers = List.of(read(process.getInputStream(), out), read(process.getErrorStream(), err));
    }

    /** The product in this workspace, by a JVM that starts fast rather than runs fast. */
    public static Launch in(Workspace workspace) {
        return new Launch("org.restconnector.Main", workspace.directory()).jvm("-XX:TieredStopAtLevel=1");
    }

    /** Another main class of the tests' class path. */
    public static Launch of(Class<?> main, Path directory) {
        return new Launch(main.getName(), directory);
    }

    /** How a child is started. */
    public static final class Launch {
        private final String main;
        private final Path directory;
        private final List<String> before = new ArrayList<>();
        private final List<String> jvm = new ArrayList<>(List.of("-XX:+UseSerialGC"));
        private final Map<String, String> environment = new LinkedHashMap<>();

        private Launch(String main, Path directory) {
            this.main = main;
            this.directory = directory;
        }

        /** Adds an option of the JVM. */
        public Launch jvm(String option) {
            jvm.add(option);
            return this;
        }

        /** Starts the JVM by another program, which ends as it does. */
        public Launch by(String... program) {
            before.addAll(List.of(program));
            return this;
        }

        /** Sets a system property. */
        public Launch property(String key, String value) {
            return jvm("-D" + key + "=" + value);
        }

        public Launch env(String name, String value) {
            environment.put(name, value);
            return this;
        }

        public ChildProcess start(String... arguments) {
            List<String> command = new ArrayList<>(before);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvm);
            command.addAll(SharedClasses.options());
            command.add(main);
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            // the default ports may be taken on the machine of the tests
            builder.environment().put("CAMEL_SERVER_PORT", "0");
            builder.environment().put("CAMEL_MANAGEMENT_PORT", "0");
            builder.environment().putAll(environment);
            try {
                return new ChildProcess(builder.start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Lines of standard output so far. */
    public List<String> out() {
        return List.copyOf(out);
    }

    /** Lines of standard error so far. */
    public List<String> err() {
        return List.copyOf(err);
    }

    public String awaitOut(Predicate<String> line) {
        return awaitLine(out, line);
    }

    public String awaitErr(Predicate<String> line) {
        return awaitLine(err, line);
    }

    /** Ends it with SIGKILL, and waits until it is gone. */
    public void kill9() {
        // a program that started the JVM does not take it along
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        join();
    }

    /** Asks it to end with SIGTERM, and waits until it has. */
    public int terminate() {
        process.destroy();
        return exitCode();
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits for its end, a minute at most. */
    public int exitCode() {
        return exitCode(Duration.ofMinutes(1));
    }

    public int exitCode(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + atMost + "\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        join();
        return process.exitValue();
    }

    @Override
    public void close() {
        kill9();
    }

    private String awaitLine(List<String> lines, Predicate<String> wanted) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> lines.stream().anyMatch(wanted) || !process.isAlive());
        if (!process.isAlive()) {
            join();
        }
        return lines.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError("ended without that line\n" + output()));
    }

    private String output() {
        return "stdout:\n" + String.join("\n", out) + "\nstderr:\n" + String.join("\n", err);
    }

    private void join() {
        try {
            process.waitFor();
            for (Thread reader : readers) {
                reader.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread read(InputStream stream, List<String> lines) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader reader =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        reader.lines().forEach(lines::add);
                    } catch (IOException | UncheckedIOException e) {
                        // The process has gone, its last line with it.
                    }
                },
                "child-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
