package org.restconnector;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToCreateRouteFromTemplateException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.ResolveEndpointFailedException;
import org.restconnector.settings.SettingsException;
import org.restconnector.store.StoreException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in one line why a command failed, and chooses its exit code. */
final class Failures {
    static final int FAILED = 1;
    static final int MISCONFIGURED = 2;

    private static final List<Class<? extends Throwable>> ROUTE_FAULTS = List.of(
            FailedToCreateRouteException.class,
            FailedToCreateRouteFromTemplateException.class,
            FailedToStartRouteException.class,
            MarkedYamlEngineException.class);

    private Failures() {}

    /** @return the exit code */
    static int tell(Exception thrown, PrintWriter err) {
        Optional<SettingsException> settings = find(thrown, SettingsException.class);
        if (settings.isPresent()) {
            settings.get().getMessage().lines().forEach(err::println);
            return MISCONFIGURED;
        }
        Optional<StoreException> store = find(thrown, StoreException.class);
        if (store.isPresent()) {
            err.println(store.get().getMessage());
            return FAILED;
        }
        err.println(find(thrown, MarkedYamlEngineException.class)
                .map(Failures::yaml)
                .orElseGet(() -> endpoint(thrown) + root(thrown)));
        return isRoute(thrown) ? MISCONFIGURED : FAILED;
    }

    private static boolean isRoute(Throwable thrown) {
        return ROUTE_FAULTS.stream().anyMatch(type -> find(thrown, type).isPresent());
    }

    private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    /** Camel's words of a plain route that it cannot read, with the place that they end in put first. */
    private static String yaml(MarkedYamlEngineException fault) {
        String place = fault.getProblemMark()
                .map(mark -> mark.getName().replaceFirst("^file:", "") + ":" + (mark.getLine() + 1) + ": ")
                .orElse("");
        return place + fault.getMessage().lines().findFirst().orElse("");
    }

    /** Which endpoint cannot be started, where it is one: the first of all causes does not know. */
    private static String endpoint(Throwable thrown) {
        return find(thrown, ResolveEndpointFailedException.class)
                .map(fault -> "the endpoint " + fault.getUri().split("\\?", 2)[0] + " cannot be used: ")
                .orElse("");
    }

    /** What the first of all causes says, in one line. */
    static String root(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null
                ? ""
                : cause.getMessage().lines().findFirst().orElse("");
        return message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
