package org.restconnector.push;

import java.util.Set;

/** The calls that need no key, as they show no data: the description of the API, and the console's page. */
final class OpenCalls {
    private static final String DESCRIPTION = "/openapi.json";
    private static final Set<String> PAGE = Set.of("/", "/console/console.css", "/console/console.js");

    private OpenCalls() {}

    /** @param prefix {@code connector.inbox.path} */
    static boolean contains(String prefix, String verb, String path) {
        if (!path.startsWith(prefix)) {
            return false;
        }
        String call = path.substring(prefix.length());
        return call.equals(DESCRIPTION) || verb.equals("GET") && PAGE.contains(call);
    }
}
