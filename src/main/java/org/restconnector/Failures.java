package org.restconnector;

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToCreateRouteFromTemplateException;
import org.restconnector.settings.SettingsException;
import org.restconnector.store.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in one line why a command failed, and chooses its exit code. */
final class Failures implements IExecutionExceptionHandler {
    static final int FAILED = 1;
    static final int MISCONFIGURED = 2;

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        if (command.getCommandSpec().root().userObject() instanceof RootCommand root && root.verbose()) {
            thrown.printStackTrace(command.getErr());
        }
        Throwable settings = find(thrown, SettingsException.class);
        if (settings != null) {
            settings.getMessage().lines().forEach(command.getErr()::println);
            return MISCONFIGURED;
        }
        Throwable store = find(thrown, StoreException.class);
        command.getErr().println(store != null ? store.getMessage() : root(thrown));
        return store == null && isRoute(thrown) ? MISCONFIGURED : FAILED;
    }

    private static boolean isRoute(Throwable thrown) {
        return find(thrown, FailedToCreateRouteException.class) != null
                || find(thrown, FailedToCreateRouteFromTemplateException.class) != null;
    }

    private static Throwable find(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return cause;
            }
        }
        return null;
    }

    private static String root(Throwable thrown) {
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
