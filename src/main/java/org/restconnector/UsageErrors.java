package org.restconnector;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Says in one line what is wrong with a command line. */
final class UsageErrors implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException thrown, String[] args) {
        CommandLine command = thrown.getCommandLine();
        command.getErr()
                .println(thrown.getMessage().lines().findFirst().orElse("") + "; see "
                        + command.getCommandSpec().qualifiedName() + " --help");
        return Failures.MISCONFIGURED;
    }
}
