package org.example.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The arguments of an application that starts for a test. */
final class Hosts {
    private Hosts() {}

    static String[] arguments(Path folder, String orders, int demo, String files, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--camel.main.routes-include-pattern=" + files,
                "--connector.data=" + folder.resolve("data"),
                "--connector.demo.port=" + demo,
                "--store.file=" + folder.resolve("store.db"),
                "--orders.url=" + orders,
                "--orders.file=" + folder.resolve("orders.jsonl")));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }
}
