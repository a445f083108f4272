package org.restconnector.inspect;

import java.util.List;
import java.util.Objects;
import org.restconnector.settings.Template;

/**
 * What a YAML route file holds of interest; plain routes are passed over.
 *
 * @param name as its user knows it
 * @param templates templates that the file itself declares; {@code kind} is the group of their route
 * @param beans names of beans that the file declares: they can be components
 */
record RouteFile(
        String name, List<TemplateUse> uses, List<Template> templates, List<String> beans, List<FileProblem> problems) {
    RouteFile {
        Objects.requireNonNull(name, "name");
        uses = List.copyOf(uses);
        templates = List.copyOf(templates);
        beans = List.copyOf(beans);
        problems = List.copyOf(problems);
    }

    static RouteFile of(RouteSource source) {
        return new RouteFileReader(source.name()).read(source.text());
    }
}
