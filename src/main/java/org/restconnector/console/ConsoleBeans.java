package org.restconnector.console;

import java.time.Clock;
import org.restconnector.pull.PullControl;
import org.restconnector.push.FlowDirectory;
import org.restconnector.push.InboxSettings;
import org.restconnector.store.Store;

/** What stands behind the routes of rest-console.camel.yaml. */
public record ConsoleBeans(ConsolePage page, ConsolePulls pulls, ConsoleDeadLetters deadLetters) {

    public static ConsoleBeans create(
            InboxSettings settings, PullControl pulls, FlowDirectory flows, Store store, Clock clock) {
        return new ConsoleBeans(
                new ConsolePage(settings.path(), settings.env()),
                new ConsolePulls(pulls, store),
                new ConsoleDeadLetters(store.deadLetters(), flows, clock, settings.maxBytes()));
    }
}
