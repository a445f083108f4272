package org.restconnector.push;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.restconnector.settings.Placeholders;
import org.restconnector.settings.SettingsException;

/** The files of tenants in a folder, {@code TENANT.properties}. Safe for use by many threads. */
final class TenantFiles {
    private static final String SUFFIX = ".properties";
    private static final String KEPT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    private static final long LARGEST = 1 << 20;
    /** A file that was changed less than that long ago may be in the middle of being written. */
    private static final Duration SETTLED = Duration.ofMillis(300);

    private final Path folder;
    private final Function<String, Placeholders.Resolved> placeholders;

    TenantFiles(Path folder, Function<String, Placeholders.Resolved> placeholders) {
        this.folder = folder;
        this.placeholders = placeholders;
    }

    /** @param key of the file itself, where the system tells: a replaced one has another */
    private record Stamp(FileTime modified, long size, Optional<Object> key) {}

    /** @param resolves whether placeholders are in it, which may have other values by now */
    private record Version(Stamp stamp, boolean resolves) {}

    /** The name of a tenant's file: all but letters, digits, {@code .}, {@code _} and {@code -} percent-encoded. */
    static String name(String tenant) {
        StringBuilder name = new StringBuilder();
        for (byte b : tenant.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            name.append(KEPT.indexOf(c) >= 0 ? String.valueOf(c) : String.format("%%%02X", b));
        }
        return name + SUFFIX;
    }

    /** The tenant whose file has that name; empty if it is nobody's. */
    static Optional<String> tenant(String file) {
        if (!file.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            String tenant = InboundPath.decode(file.substring(0, file.length() - SUFFIX.length()));
            InboundNames.checkTenant(tenant);
            return name(tenant).equals(file) ? Optional.of(tenant) : Optional.empty();
        } catch (InboxRefusal e) {
            return Optional.empty();
        }
    }

    /** The names of all files that end as those of tenants do, in their order. */
    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    /** What is wrong with the files, a line each. @param use of what a tenant's file says */
    List<String> problems(BiConsumer<String, TenantConfig> use) {
        List<String> problems = new ArrayList<>();
        try {
            for (String name : names()) {
                Optional<String> tenant = tenant(name);
                if (tenant.isEmpty()) {
                    problems.add(folder.resolve(name) + ": is the name of no tenant's file; all but letters, digits,"
                            + " '.', '_' and '-' is percent-encoded in it, as in a%2Fb.properties");
                    continue;
                }
                try {
                    read(tenant.get(), Optional.empty()).ifPresent(found -> use.accept(tenant.get(), found));
                } catch (SettingsException e) {
                    problems.add(folder + "/" + e.getMessage());
                }
            }
        } catch (IOException e) {
            problems.add(folder + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        return problems;
    }

    boolean exists(String tenant) {
        return path(tenant).filter(Files::isRegularFile).isPresent();
    }

    private Optional<Path> path(String tenant) {
        try {
            return Optional.of(folder.resolve(name(tenant)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * What the tenant's file says; empty if there is none.
     *
     * @param before what it said when it was read last
     */
    Optional<TenantConfig> read(String tenant, Optional<TenantConfig> before) {
        Optional<Path> path = path(tenant);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        String place = path.get().getFileName().toString();
        try {
            BasicFileAttributes file = Files.readAttributes(path.get(), BasicFileAttributes.class);
            if (!file.isRegularFile()) {
                return Optional.empty();
            }
            Stamp stamp = new Stamp(file.lastModifiedTime(), file.size(), Optional.ofNullable(file.fileKey()));
            Optional<TenantConfig> same = before.filter(last -> unchanged(last, stamp));
            if (same.isPresent()) {
                return same;
            }
            return Optional.of(read(path.get(), stamp, place));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // a name too long for the file system is nobody's; another fault is one of this file
            return Files.exists(path.get())
                    ? Optional.of(TenantConfig.unreadable(
                            place, place, "cannot be read (" + e.getClass().getSimpleName() + ")"))
                    : Optional.empty();
        }
    }

    private static boolean unchanged(TenantConfig last, Stamp stamp) {
        if (!(last.version() instanceof Version version)) {
            return false;
        }
        if (version.stamp().equals(stamp)) {
            return !version.resolves();
        }
        long age = System.currentTimeMillis() - stamp.modified().toMillis();
        return last.problem().isEmpty() && age >= 0 && age < SETTLED.toMillis();
    }

    private TenantConfig read(Path path, Stamp stamp, String place) throws IOException {
        Version plain = new Version(stamp, false);
        if (stamp.size() > LARGEST) {
            return TenantConfig.unreadable(plain, place, "is larger than " + LARGEST + " bytes");
        }
        Properties properties = new Properties();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
            properties.load(new StringReader(text));
        } catch (CharacterCodingException e) {
            return TenantConfig.unreadable(plain, place, "is not UTF-8");
        } catch (IllegalArgumentException e) {
            return TenantConfig.unreadable(plain, place, "is no properties file: " + e.getMessage());
        }
        return resolved(properties, stamp, place);
    }

    private TenantConfig resolved(Properties properties, Stamp stamp, String place) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> secrets = new ArrayList<>();
        boolean resolves = properties.values().stream()
                .anyMatch(value -> String.valueOf(value).contains("{{"));
        Version version = new Version(stamp, resolves);
        for (String key : properties.stringPropertyNames()) {
            try {
                Placeholders.Resolved resolved = placeholders.apply(properties.getProperty(key));
                // as those of application.properties
                values.put(key, resolved.text().strip());
                secrets.addAll(resolved.secrets());
            } catch (IllegalArgumentException e) {
                return TenantConfig.unreadable(version, place, "key " + key + " " + e.getMessage());
            }
        }
        return new TenantConfig(version, place, values, secrets, Optional.empty());
    }

    @Override
    public String toString() {
        return Objects.toString(folder);
    }
}
