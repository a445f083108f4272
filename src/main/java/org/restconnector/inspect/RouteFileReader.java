package org.restconnector.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.restconnector.settings.Spelling;
import org.restconnector.settings.Template;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads one route file, and says of each mistake in its form where it is. */
final class RouteFileReader {
    private static final Set<String> ENTRIES = new TreeSet<>(Set.of(
            "beans",
            "dataFormats",
            "errorHandler",
            "from",
            "intercept",
            "interceptFrom",
            "interceptSendToEndpoint",
            "onCompletion",
            "onException",
            "rest",
            "restConfiguration",
            "route",
            "routeConfiguration",
            "routeTemplate",
            "templatedRoute"));
    private static final Set<String> USE =
            new TreeSet<>(Set.of("beans", "parameters", "prefixId", "routeId", "routeTemplateRef"));
    private static final Set<String> PARAMETER = new TreeSet<>(Set.of("name", "value"));

    private final String name;
    private final List<TemplateUse> uses = new ArrayList<>();
    private final List<Template> templates = new ArrayList<>();
    private final List<String> beans = new ArrayList<>();
    private final List<FileProblem> problems = new ArrayList<>();
    private boolean broken;

    RouteFileReader(String name) {
        this.name = name;
    }

    RouteFile read(String text) {
        try {
            Optional<Node> root =
                    new Compose(LoadSettings.builder().setLabel(name).build()).composeString(text);
            if (root.isEmpty()) {
                problem(1, "holds no route; write one, or remove the file");
            } else {
                root.ifPresent(this::root);
            }
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problem(line, "is no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problem(1, "is no YAML: " + e.getMessage().lines().findFirst().orElse(""));
        }
        return new RouteFile(name, uses, templates, beans, problems);
    }

    private void problem(int line, String message) {
        broken = true;
        problems.add(new FileProblem(name, line, message));
    }

    private void root(Node root) {
        if (root instanceof SequenceNode list) {
            list.getValue().forEach(this::entry);
        } else if (!(root instanceof MappingNode map)
                || YamlEntry.of(map).stream().noneMatch(entry -> entry.key().equals("apiVersion"))) {
            problem(YamlEntry.line(root), "is no list of routes; begin each entry with '- ', as in - templatedRoute:");
        }
    }

    private void entry(Node node) {
        if (!(node instanceof MappingNode map)) {
            problem(YamlEntry.line(node), "is no entry of a route file; known are " + String.join(", ", ENTRIES));
            return;
        }
        List<YamlEntry> entries = YamlEntry.of(map);
        if (entries.size() > 1) {
            problem(
                    entries.get(1).line(),
                    "'" + entries.get(1).key() + "' stands beside '"
                            + entries.get(0).key()
                            + "' in one entry; indent what belongs to it by two more spaces, or begin a new entry with '- '");
        }
        for (YamlEntry entry : entries) {
            switch (entry.key()) {
                case "templatedRoute" -> use(entry);
                case "routeTemplate" -> TemplateReader.read(entry.value()).ifPresent(templates::add);
                case "beans" -> beans(entry.value());
                default -> known(entry, ENTRIES, "entry");
            }
        }
    }

    private void known(YamlEntry entry, Set<String> allowed, String what) {
        if (!allowed.contains(entry.key())) {
            problem(entry.line(), "unknown " + what + " '" + entry.key() + "'" + Spelling.hint(entry.key(), allowed));
        }
    }

    private void use(YamlEntry use) {
        if (!(use.value() instanceof MappingNode map)) {
            problem(use.line(), "templatedRoute holds nothing; it needs routeTemplateRef and parameters");
            return;
        }
        broken = false;
        Optional<String> template = Optional.empty();
        List<TemplateUse.Given> given = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (YamlEntry entry : YamlEntry.of(map)) {
            known(entry, USE, "key of templatedRoute");
            once(entry.key(), entry.line(), lines, "key '" + entry.key() + "'");
            if (entry.key().equals("routeTemplateRef")) {
                template = Optional.of(entry.text());
            } else if (entry.key().equals("parameters")) {
                given.addAll(parameters(entry));
            }
        }
        if (template.isEmpty()) {
            problem(use.line(), "templatedRoute lacks routeTemplateRef, the template's id, as in rest-pull");
        } else if (!broken) {
            // what follows from a mistake in the form would only hide it
            uses.add(new TemplateUse(template.get(), use.line(), given));
        }
    }

    private void once(String key, int line, Map<String, Integer> lines, String what) {
        Integer first = lines.putIfAbsent(key, line);
        if (first != null) {
            problems.add(new FileProblem(name, line, what + " is given twice, first in line " + first));
        }
    }

    private List<TemplateUse.Given> parameters(YamlEntry entry) {
        if (!(entry.value() instanceof SequenceNode list)) {
            problem(entry.line(), "parameters is no list; write each as - {name: NAME, value: VALUE}");
            return List.of();
        }
        List<TemplateUse.Given> given = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (Node node : list.getValue()) {
            parameter(node).ifPresent(parameter -> {
                once(parameter.name(), parameter.line(), lines, "parameter '" + parameter.name() + "'");
                given.add(parameter);
            });
        }
        return given;
    }

    private Optional<TemplateUse.Given> parameter(Node node) {
        int line = YamlEntry.line(node);
        if (!(node instanceof MappingNode map)) {
            problem(line, "is no parameter; write each as - {name: NAME, value: VALUE}");
            return Optional.empty();
        }
        Map<String, YamlEntry> entries = new HashMap<>();
        for (YamlEntry entry : YamlEntry.of(map)) {
            known(entry, PARAMETER, "key of a parameter");
            entries.put(entry.key(), entry);
        }
        if (!entries.containsKey("name") || !entries.containsKey("value")) {
            String missing = entries.containsKey("name")
                    ? "parameter '" + entries.get("name").text() + "' has no value"
                    : "a parameter has no name";
            problem(line, missing + "; write each as - {name: NAME, value: VALUE}");
            return Optional.empty();
        }
        String parameter = entries.get("name").text();
        if (!entries.get("value").scalar()) {
            problem(
                    entries.get("value").line(),
                    "parameter '" + parameter + "' is a list or a map; allowed is a text: put it in quotes,"
                            + " or write lines below a |");
            return Optional.empty();
        }
        return Optional.of(new TemplateUse.Given(parameter, entries.get("value").text(), line));
    }

    private void beans(Node node) {
        if (node instanceof SequenceNode list) {
            list.getValue().stream()
                    .filter(MappingNode.class::isInstance)
                    .flatMap(bean -> YamlEntry.of((MappingNode) bean).stream())
                    .filter(entry -> entry.key().equals("name"))
                    .forEach(entry -> beans.add(entry.text()));
        }
    }
}
