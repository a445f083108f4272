package org.restconnector.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The class path of children, and an archive of what is loaded at each start, which halves the time that takes. It is
 * made once a build, by a child that starts and stops; the archive wants jars, where a build has directories.
 */
final class SharedClasses {
    private static final Optional<SharedClasses> FOUND = find();

    private final String classPath;
    private final Path archive;

    private SharedClasses(String classPath, Path archive) {
        this.classPath = classPath;
        this.archive = archive;
    }

    /** Options of a JVM, the class path last. */
    static List<String> options() {
        return FOUND.map(found -> List.of(
                        "-XX:SharedArchiveFile=" + found.archive,
                        "-Xshare:auto",
                        "-Xlog:disable",
                        "-cp",
                        found.classPath))
                .orElseGet(() -> List.of("-cp", String.join(System.getProperty("path.separator"), entries())));
    }

    private static List<String> entries() {
        return Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .toList();
    }

    private static Optional<SharedClasses> find() {
        Path target = Path.of("target").toAbsolutePath();
        if (!Files.isDirectory(target)) {
            return Optional.empty();
        }
        try {
            Path directory = Files.createDirectories(target.resolve("children"));
            // one of several JVMs that run tests makes it
            try (FileChannel channel = FileChannel.open(
                            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                return lock.isValid() ? Optional.of(make(directory)) : Optional.empty();
            }
        } catch (IOException | RuntimeException e) {
            // children start slowly then
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static SharedClasses make(Path directory) throws IOException, InterruptedException {
        List<String> jars = new ArrayList<>();
        long newest = 0;
        for (String entry : entries()) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                newest = Math.max(newest, newest(path));
            }
        }
        Path folder = directory.resolve(String.valueOf(newest));
        boolean made = Files.exists(folder.resolve("classes.jsa"));
        Files.createDirectories(folder);
        for (String entry : entries()) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                Path jar = folder.resolve(path.getFileName() + ".jar");
                if (!made) {
                    pack(path, jar);
                }
                jars.add(jar.toString());
            } else if (Files.exists(path)) {
                jars.add(entry);
            }
        }
        SharedClasses classes = new SharedClasses(
                String.join(System.getProperty("path.separator"), jars), folder.resolve("classes.jsa"));
        if (!made) {
            classes.train(folder);
        }
        return classes;
    }

    /** Starts the product once, which writes the archive when it ends. */
    private void train(Path folder) throws IOException, InterruptedException {
        Workspace workspace = new Workspace(folder.resolve("work"))
                .pull(PullFile.of("items", "http://127.0.0.1:9/items").with("to", "kamelet:jsonl-sink?file=o.jsonl"))
                .routes(
                        "crm",
                        """
                        - templatedRoute:
                            routeTemplateRef: rest-push
                            parameters:
                              - {name: name, value: crm}
                              - {name: url, value: "http://127.0.0.1:9/in"}
                        """);
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "-XX:ArchiveClassesAtExit=" + archive,
                "-cp",
                classPath,
                "org.restconnector.Main",
                "run");
        builder.environment().put("CAMEL_SERVER_PORT", "0");
        builder.environment().put("CAMEL_MANAGEMENT_PORT", "0");
        Process process = builder.directory(workspace.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await().pollInSameThread()
                    .atMost(1, TimeUnit.MINUTES)
                    .until(() -> !process.isAlive() || Files.readString(log).contains("its store is"));
            process.destroy();
            process.waitFor(1, TimeUnit.MINUTES);
        } finally {
            process.destroyForcibly();
        }
    }

    private static long newest(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(file -> file.toFile().lastModified()).max().orElse(0);
        }
    }

    private static void pack(Path directory, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out);
                Stream<Path> files = Files.walk(directory)) {
            packed.setLevel(0);
            for (Path file : files.filter(path -> !path.equals(directory)).toList()) {
                String name = directory.relativize(file).toString().replace('\\', '/');
                // resources are searched by directory, which has to have its entry
                packed.putNextEntry(new JarEntry(Files.isDirectory(file) ? name + "/" : name));
                if (Files.isRegularFile(file)) {
                    Files.copy(file, packed);
                }
                packed.closeEntry();
            }
        }
    }
}
