package org.restconnector.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.restconnector.settings.Parameter;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Finds kamelets where Camel would: in {@code camel.component.kamelet.location}. */
public final class Kamelets {
    /** The kamelets of the product. */
    public static final List<String> SHIPPED = List.of("flow-sink", "jsonl-sink", "table-sink");

    /** The key of a runtime's own locations. */
    public static final String LOCATION = "camel.component.kamelet.location";

    private static final String DEFAULT_LOCATION = "classpath:kamelets";

    private final List<String> locations;

    /** @param locations as Camel is told them, commas between; empty for its default */
    public Kamelets(Optional<String> locations) {
        this.locations = Stream.of(locations.orElse(DEFAULT_LOCATION).split(","))
                .map(String::strip)
                .toList();
    }

    /** @throws IllegalArgumentException if its file cannot be read */
    public Optional<Kamelet> find(String name) {
        List<String> places = new ArrayList<>(locations);
        if (SHIPPED.contains(name)) {
            // the product's are there whatever the runtime's own locations are
            places.add(DEFAULT_LOCATION);
        }
        for (String location : places) {
            try (InputStream stream = open(file(location, name))) {
                if (stream != null) {
                    return Optional.of(read(name, new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Optional.empty();
    }

    /** The files on the class path of those kamelets of the product that none of the locations holds. */
    public static Stream<String> notAt(String locations) {
        List<String> places = Stream.of(locations.split(",")).map(String::strip).toList();
        return SHIPPED.stream()
                .filter(name -> places.stream().noneMatch(place -> isThere(file(place, name))))
                .map(name -> file(DEFAULT_LOCATION, name).replaceFirst("^classpath:", ""));
    }

    private static boolean isThere(String file) {
        try (InputStream stream = open(file)) {
            return stream != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(String location, String name) {
        return location + "/" + name + ".kamelet.yaml";
    }

    private static InputStream open(String location) throws IOException {
        if (location.startsWith("file:")) {
            Path path = Path.of(location.substring("file:".length()));
            return Files.isRegularFile(path) ? Files.newInputStream(path) : null;
        }
        return loader().getResourceAsStream(location.replaceFirst("^classpath:/*", ""));
    }

    private static ClassLoader loader() {
        return Objects.requireNonNullElse(
                Thread.currentThread().getContextClassLoader(), Kamelets.class.getClassLoader());
    }

    private static Kamelet read(String name, String yaml) {
        Map<?, ?> root = map(new Load(LoadSettings.builder().build()).loadFromString(yaml));
        Map<?, ?> definition = map(map(root.get("spec")).get("definition"));
        List<?> required = definition.get("required") instanceof List<?> list ? list : List.of();
        List<Parameter> parameters = new ArrayList<>();
        Map<String, List<String>> choices = new LinkedHashMap<>();
        map(definition.get("properties")).forEach((key, value) -> {
            Map<?, ?> property = map(value);
            parameters.add(parameter(String.valueOf(key), property, required.contains(key)));
            if (property.get("enum") instanceof List<?> allowed) {
                choices.put(
                        String.valueOf(key),
                        allowed.stream().map(String::valueOf).toList());
            }
        });
        return new Kamelet(name, text(definition, "description"), parameters, choices);
    }

    private static Parameter parameter(String name, Map<?, ?> property, boolean required) {
        String description = text(property, "description");
        boolean secret = "password".equals(property.get("format")) && !description.startsWith("Secret.");
        return new Parameter(
                name,
                (secret ? "Secret. " : "") + description,
                Optional.ofNullable(property.get("default")).map(String::valueOf),
                required);
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) == null ? "" : String.valueOf(map.get(key)).strip();
    }
}
