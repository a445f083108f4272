package org.restconnector;

import java.util.Map;

/** Knows which artifact brings a Camel component that is missing. */
final class Components {
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("http", "camel-http"),
            Map.entry("https", "camel-http"),
            Map.entry("ftps", "camel-ftp"),
            Map.entry("sftp", "camel-ftp"),
            Map.entry("smtp", "camel-mail"),
            Map.entry("smtps", "camel-mail"),
            Map.entry("imap", "camel-mail"),
            Map.entry("imaps", "camel-mail"),
            Map.entry("pop3", "camel-mail"),
            Map.entry("amqp", "camel-amqp"),
            Map.entry("quartz", "camel-quartz"),
            Map.entry("elasticsearch", "camel-elasticsearch"));

    private Components() {}

    static String artifact(String scheme) {
        return OTHERS.getOrDefault(scheme, "camel-" + scheme);
    }
}
