package org.restconnector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The jars in {@code lib/} of the working directory, on the class path of all that this thread starts. */
final class ExtraJars implements AutoCloseable {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final URLClassLoader jars;

    private ExtraJars(URLClassLoader jars) {
        this.jars = jars;
        Thread.currentThread().setContextClassLoader(jars);
    }

    static ExtraJars of(Path directory) {
        return new ExtraJars(new URLClassLoader(urls(directory.resolve("lib")), ExtraJars.class.getClassLoader()));
    }

    private static URL[] urls(Path folder) {
        if (!Files.isDirectory(folder)) {
            return new URL[0];
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(ExtraJars::url)
                    .toArray(URL[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("the jar " + file + " has no URL", e);
        }
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
        try {
            jars.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
