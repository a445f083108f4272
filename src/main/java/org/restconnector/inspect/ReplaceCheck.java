package org.restconnector.inspect;

import java.util.List;
import java.util.Optional;
import org.restconnector.pull.PullRegistry;
import org.restconnector.settings.Parameters;
import org.restconnector.sink.TableAddress;

/** Refuses a pull that would delete rows that it is not to delete: a table that is replaced holds all that one pull reads. */
final class ReplaceCheck {
    private ReplaceCheck() {}

    static void check(Parameters parameters, PullRegistry pulls) {
        List<TableAddress> tables = tables(parameters.lines("to"));
        if (tables.stream().anyMatch(TableAddress::replaces)) {
            contradictions(parameters);
        }
        String own = parameters.textOrEmpty("name");
        for (TableAddress table : tables) {
            pulls.all().stream()
                    .filter(name -> !name.equals(own) && shares(table, pulls.destinations(name)))
                    .findFirst()
                    .ifPresent(name -> parameters.problem(
                            "to",
                            "writes to the table '" + table.table() + "', as '" + name
                                    + "' does; with mode=replace, each would delete the rows of the other"));
        }
    }

    private static void contradictions(Parameters parameters) {
        if (parameters.given("incremental")) {
            refuse(parameters, "'incremental', which reads but what is new");
        }
        if (parameters.given("deliver")
                && parameters.textOrEmpty("deliver").strip().equals("changed")) {
            refuse(parameters, "'deliver: changed', which writes but what has changed");
        }
    }

    private static void refuse(Parameters parameters, String other) {
        parameters.problem(
                "to", "holds kamelet:table-sink with mode=replace, which contradicts " + other + "; use mode=upsert");
    }

    private static List<TableAddress> tables(List<String> uris) {
        return uris.stream().map(TableAddress::of).flatMap(Optional::stream).toList();
    }

    private static boolean shares(TableAddress table, List<String> others) {
        return tables(others).stream()
                .anyMatch(other -> other.isSameTable(table) && (other.replaces() || table.replaces()));
    }
}
