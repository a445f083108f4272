package org.restconnector;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.restconnector.inspect.Kamelet;
import org.restconnector.inspect.Kamelets;
import org.restconnector.inspect.Templates;
import org.restconnector.settings.Parameter;
import org.restconnector.settings.SettingsException;
import org.restconnector.settings.Spelling;
import org.restconnector.settings.Template;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells which templates and destinations there are, and what they can be given. */
@Command(name = "describe", description = "List the templates and kamelets, or the parameters of one.")
final class DescribeCommand implements Callable<Integer> {
    private static final int WIDTH = 100;

    private final Surroundings surroundings;

    @Parameters(paramLabel = "TEMPLATE", arity = "0..1", description = "A template, or a kamelet.")
    private String name = "";

    DescribeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Templates templates = Templates.shipped();
        List<Kamelet> kamelets = kamelets();
        if (name.isEmpty()) {
            list(templates, kamelets);
            return 0;
        }
        Optional<Template> template = templates.find(name);
        Optional<Kamelet> kamelet =
                kamelets.stream().filter(one -> one.name().equals(name)).findFirst();
        if (template.isPresent()) {
            show(template.get().description(), template.get().parameters());
        } else if (kamelet.isPresent()) {
            show(kamelet.get().description(), kamelet.get().parameters());
        } else {
            List<String> known = Stream.concat(templates.ids().stream(), Kamelets.SHIPPED.stream())
                    .toList();
            throw new SettingsException("there is no template '" + name + "'" + Spelling.hint(name, known));
        }
        return 0;
    }

    private static List<Kamelet> kamelets() {
        Kamelets kamelets = new Kamelets(Optional.empty());
        return Kamelets.SHIPPED.stream()
                .flatMap(shipped -> kamelets.find(shipped).stream())
                .toList();
    }

    private void list(Templates templates, List<Kamelet> kamelets) {
        surroundings.out().println("Templates (routeTemplateRef of a templatedRoute):");
        templates.all().forEach(template -> item(template.id(), template.description()));
        surroundings.out().println();
        surroundings.out().println("Destinations (to: kamelet:NAME?parameter=value):");
        kamelets.forEach(kamelet -> item(kamelet.name(), kamelet.description()));
    }

    private void show(String description, List<Parameter> parameters) {
        wrap("", name + ": " + description);
        surroundings.out().println();
        parameters.forEach(parameter -> item(title(parameter), parameter.description()));
    }

    private static String title(Parameter parameter) {
        if (parameter.required()) {
            return parameter.name() + " (required)";
        }
        return parameter.name()
                + parameter
                        .defaultValue()
                        .filter(value -> !value.isEmpty())
                        .map(value -> " = " + value)
                        .orElse("");
    }

    private void item(String title, String text) {
        surroundings.out().println("  " + title);
        wrap("      ", text);
    }

    private void wrap(String indent, String text) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split("\\s+")) {
            if (line.length() > indent.length() && line.length() + 1 + word.length() > WIDTH) {
                surroundings.out().println(line);
                line = new StringBuilder(indent);
            }
            line.append(line.length() > indent.length() ? " " : "").append(word);
        }
        surroundings.out().println(line);
    }
}
