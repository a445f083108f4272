package org.restconnector.inspect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Takes a route file apart. What is only written in another way, or has another comment, is no other part. */
final class RoutePartReader {
    private static final String DIRECT = "direct:";
    private static final int WIDEST = 1 << 20;

    private final String file;
    private final UnaryOperator<String> resolve;
    private final Function<String, Optional<String>> kinds;

    /** @param kinds the product's template that a template is, or is a copy of */
    RoutePartReader(String file, UnaryOperator<String> resolve, Function<String, Optional<String>> kinds) {
        this.file = file;
        this.resolve = resolve;
        this.kinds = kinds;
    }

    List<RoutePart> read(String text) {
        Optional<Node> root = new Compose(LoadSettings.builder().setLabel(file).build()).composeString(text);
        List<RoutePart> parts = new ArrayList<>();
        if (root.filter(SequenceNode.class::isInstance).isEmpty()) {
            root.ifPresent(other -> parts.add(new RoutePart(file, 1, Optional.empty(), "", yaml(other), Set.of())));
            return parts;
        }
        List<Node> rest = new ArrayList<>();
        for (Node node : ((SequenceNode) root.get()).getValue()) {
            endpoint(node).ifPresentOrElse(parts::add, () -> rest.add(node));
        }
        if (!rest.isEmpty()) {
            Set<String> declared = new HashSet<>();
            rest.forEach(node -> declare(node, declared));
            parts.add(
                    new RoutePart(file, YamlEntry.line(rest.get(0)), Optional.empty(), "", yaml(list(rest)), declared));
        }
        return parts;
    }

    static List<RouteParts.Entry> entries(RouteSource source) {
        LoadSettings settings = LoadSettings.builder().setLabel(source.name()).build();
        return new Compose(settings)
                        .composeString(source.text())
                        .filter(SequenceNode.class::isInstance)
                        .map(root -> ((SequenceNode) root).getValue())
                        .orElse(List.of())
                        .stream()
                        .flatMap(node -> entries(node).stream()
                                .filter(entry -> !entry.key().equals("templatedRoute"))
                                .map(entry ->
                                        new RouteParts.Entry(entry.key(), entry.line(), yaml(list(List.of(node))))))
                        .toList();
    }

    private Optional<RoutePart> endpoint(Node node) {
        return entries(node).stream()
                .filter(entry -> entry.key().equals("templatedRoute"))
                .findFirst()
                .flatMap(use -> {
                    Map<String, YamlEntry> keys = byKey(use.value());
                    return Optional.ofNullable(keys.get("routeTemplateRef"))
                            .flatMap(ref -> kinds.apply(ref.text()))
                            .map(kind -> endpoint(node, use.line(), kind, parameters(keys.get("parameters"))));
                });
    }

    private RoutePart endpoint(Node node, int line, String kind, Map<String, String> parameters) {
        String name = resolve.apply(parameters.getOrDefault("name", "")).strip();
        Set<String> declares = kind.equals(Templates.FETCH) ? Set.of(DIRECT + name) : Set.of();
        return new RoutePart(file, line, Optional.of(name), kind, yaml(list(List.of(node))), declares);
    }

    private static Map<String, String> parameters(YamlEntry list) {
        return list == null || !(list.value() instanceof SequenceNode nodes)
                ? Map.of()
                : nodes.getValue().stream()
                        .map(RoutePartReader::byKey)
                        .filter(parameter -> parameter.containsKey("name") && parameter.containsKey("value"))
                        .collect(Collectors.toMap(
                                parameter -> parameter.get("name").text(),
                                parameter -> parameter.get("value").text(),
                                (first, last) -> last));
    }

    /** What an entry offers to others, as they would name it. */
    private static void declare(Node node, Set<String> declared) {
        for (YamlEntry entry : entries(node)) {
            Map<String, YamlEntry> keys = byKey(entry.value());
            switch (entry.key()) {
                case "beans" -> beans(entry.value(), declared);
                case "routeTemplate" -> text(keys, "id").ifPresent(declared::add);
                case "routeConfiguration" -> {
                    // one without an id is for every route; others may be named by a pattern
                    declared.add(keys.containsKey("id") ? "routeConfigurationId" : "from");
                    text(keys, "id").ifPresent(declared::add);
                }
                case "route" -> Optional.ofNullable(keys.get("from")).ifPresent(from -> from(from, declared));
                case "from" -> from(entry, declared);
                default -> {
                    // nothing that another file could name
                }
            }
        }
    }

    private static void beans(Node list, Set<String> declared) {
        if (list instanceof SequenceNode beans) {
            beans.getValue().forEach(bean -> text(byKey(bean), "name").ifPresent(declared::add));
        }
    }

    private static void from(YamlEntry from, Set<String> declared) {
        Map<String, YamlEntry> keys = byKey(from.value());
        String uri = text(keys, "uri").orElse(from.text());
        if (uri.equals("direct") && keys.containsKey("parameters")) {
            text(byKey(keys.get("parameters").value()), "name").ifPresent(name -> declared.add(DIRECT + name));
        } else if (uri.startsWith(DIRECT)) {
            declared.add(DIRECT
                    + uri.substring(DIRECT.length()).replaceFirst("^/+", "").split("\\?", 2)[0]);
        }
    }

    private static Optional<String> text(Map<String, YamlEntry> keys, String key) {
        return Optional.ofNullable(keys.get(key)).map(YamlEntry::text).filter(text -> !text.isEmpty());
    }

    private static List<YamlEntry> entries(Node node) {
        return node instanceof MappingNode map ? YamlEntry.of(map) : List.of();
    }

    private static Map<String, YamlEntry> byKey(Node node) {
        return entries(node).stream()
                .collect(Collectors.toMap(YamlEntry::key, Function.identity(), (first, last) -> last));
    }

    private static Node list(List<Node> entries) {
        return new SequenceNode(Tag.SEQ, entries, FlowStyle.BLOCK);
    }

    private static String yaml(Node node) {
        DumpSettings settings =
                DumpSettings.builder().setWidth(WIDEST).setSplitLines(false).build();
        return new Present(settings)
                .emitToString(new Serialize(settings).serializeOne(node).iterator());
    }
}
