package org.restconnector.inspect;

import java.util.List;
import org.apache.camel.util.StringHelper;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A key of a YAML mapping, with its value.
 *
 * @param key in camelCase; Camel takes {@code route-template} as well
 * @param line from 1
 */
record YamlEntry(String key, int line, Node value) {

    static List<YamlEntry> of(MappingNode node) {
        return node.getValue().stream()
                .map(tuple -> new YamlEntry(
                        StringHelper.dashToCamelCase(text(tuple.getKeyNode())),
                        line(tuple.getKeyNode()),
                        tuple.getValueNode()))
                .toList();
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    /** A scalar as it is written; empty for anything else. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    boolean scalar() {
        return value instanceof ScalarNode;
    }

    String text() {
        return text(value);
    }
}
