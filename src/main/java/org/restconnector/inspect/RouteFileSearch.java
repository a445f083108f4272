package org.restconnector.inspect;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.AntPathMatcher;
import org.restconnector.settings.SettingsException;

/** Finds route files as Camel would, relative to a working directory. */
public final class RouteFileSearch {
    private static final String FILE = "file:";

    private final Path directory;

    public RouteFileSearch(Path directory) {
        this.directory = Objects.requireNonNull(directory, "directory");
    }

    /**
     * The files that match the patterns, in the order of their names. What is on the class path is passed over.
     *
     * @throws SettingsException if a file that a pattern names without {@code *} is missing, or one cannot be read
     */
    public List<RouteSource> matching(Collection<String> patterns) {
        Map<Path, RouteSource> found = new LinkedHashMap<>();
        for (String pattern : patterns) {
            if (!pattern.startsWith("classpath:")) {
                paths(pattern.startsWith(FILE) ? pattern.substring(FILE.length()) : pattern).stream()
                        .sorted()
                        .forEach(path -> found.computeIfAbsent(path, file -> read(shown(file), file)));
            }
        }
        return new ArrayList<>(found.values());
    }

    /** As {@link #matching}, but what cannot be read is there all the same, with the reason. */
    public List<Found> look(Collection<String> patterns) {
        Map<Path, Found> found = new LinkedHashMap<>();
        for (String pattern : patterns) {
            if (!pattern.startsWith("classpath:")) {
                for (Path path : paths(pattern.startsWith(FILE) ? pattern.substring(FILE.length()) : pattern).stream()
                        .sorted()
                        .toList()) {
                    found.computeIfAbsent(path, this::look);
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    /**
     * A file that a pattern names.
     *
     * @param problem why it has no text that can be read
     */
    public record Found(RouteSource source, Optional<String> problem) {
        public Found {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(problem, "problem");
        }
    }

    private Found look(Path path) {
        try {
            return new Found(read(shown(path), path), Optional.empty());
        } catch (SettingsException e) {
            return new Found(new RouteSource(shown(path), ""), Optional.of(e.getMessage()));
        }
    }

    /** Whether the pattern can be handed to Camel, which takes a missing directory for an error. */
    public boolean finds(String pattern) {
        return pattern.startsWith("classpath:") || !matching(List.of(pattern)).isEmpty();
    }

    /** @throws SettingsException if it is missing or cannot be read */
    public RouteSource named(String file) {
        return read(file, resolve(file));
    }

    private Collection<Path> paths(String pattern) {
        if (!AntPathMatcher.INSTANCE.isPattern(pattern)) {
            return List.of(resolve(pattern));
        }
        String root = AntPathMatcher.INSTANCE.determineRootDir(pattern);
        Path start = resolve(root);
        try {
            return Files.isDirectory(start)
                    ? ResourceHelper.findInFileSystem(start, pattern.substring(root.length()))
                    : List.of();
        } catch (Exception e) {
            throw new SettingsException("connector.routes: the files of " + pattern + " cannot be listed: " + e, e);
        }
    }

    private Path resolve(String file) {
        try {
            return directory.resolve(file);
        } catch (InvalidPathException e) {
            throw new SettingsException(file + " is no path of a file", e);
        }
    }

    private String shown(Path path) {
        return path.startsWith(directory) || directory.toString().isEmpty()
                ? directory.relativize(path).toString()
                : path.toString();
    }

    private static RouteSource read(String name, Path path) {
        try {
            return new RouteSource(name, Files.readString(path));
        } catch (NoSuchFileException e) {
            throw new SettingsException(name + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new SettingsException(name + " cannot be read: it is not UTF-8", e);
        } catch (IOException e) {
            throw new SettingsException(name + " cannot be read: " + e, e);
        }
    }
}
