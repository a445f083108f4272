package org.restconnector.inspect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.restconnector.settings.Parameter;
import org.restconnector.settings.Template;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a {@code routeTemplate}: what it declares, and which of the product's templates it is a copy of. */
final class TemplateReader {
    private TemplateReader() {}

    static Optional<Template> read(Node node) {
        Map<String, YamlEntry> entries = entries(node);
        if (!entries.containsKey("id")) {
            return Optional.empty();
        }
        String kind = Optional.ofNullable(entries.get("route"))
                .map(route -> text(entries(route.value()), "group"))
                .orElse("");
        return Optional.of(new Template(
                text(entries, "id"), kind, text(entries, "description"), parameters(entries.get("parameters"))));
    }

    private static List<Parameter> parameters(YamlEntry entry) {
        return entry != null && entry.value() instanceof SequenceNode list
                ? list.getValue().stream()
                        .map(TemplateReader::entries)
                        .map(TemplateReader::parameter)
                        .toList()
                : List.of();
    }

    private static Parameter parameter(Map<String, YamlEntry> entries) {
        Optional<String> defaultValue =
                Optional.ofNullable(entries.get("defaultValue")).map(YamlEntry::text);
        boolean required = defaultValue.isEmpty() && !text(entries, "required").equals("false");
        return new Parameter(text(entries, "name"), text(entries, "description"), defaultValue, required);
    }

    private static Map<String, YamlEntry> entries(Node node) {
        return node instanceof MappingNode map
                ? YamlEntry.of(map).stream()
                        .collect(Collectors.toMap(
                                YamlEntry::key, Function.identity(), (first, last) -> last, HashMap::new))
                : Map.of();
    }

    private static String text(Map<String, YamlEntry> entries, String key) {
        return Optional.ofNullable(entries.get(key)).map(YamlEntry::text).orElse("");
    }
}
