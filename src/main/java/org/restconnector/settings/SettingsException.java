package org.restconnector.settings;

/** The configuration is wrong: nothing was started. The message is what a user reads, a line a problem. */
public final class SettingsException extends IllegalArgumentException {
    public SettingsException(String message) {
        super(message);
    }

    public SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
