package org.restconnector.push;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The parameters of a request's query, each at most once. */
public record InboundQuery(Map<String, String> values) {

    /** @throws InboxRefusal if it is not percent-encoded UTF-8, or names a parameter twice */
    static InboundQuery parse(String raw) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                String name = InboundPath.decode(parts[0].replace('+', ' '));
                String value = parts.length == 2 ? InboundPath.decode(parts[1].replace('+', ' ')) : "";
                if (values.put(name, value) != null) {
                    throw InboxRefusal.invalidParameter("the query names a parameter twice");
                }
            }
        }
        return new InboundQuery(values);
    }

    /** A parameter's value, decoded. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Whether a parameter has that name, in whatever case. */
    boolean names(String name) {
        return values.keySet().stream()
                .anyMatch(key -> key.toLowerCase(Locale.ROOT).equals(name));
    }

    /** @throws InboxRefusal if it is no whole number in that range */
    public long number(String name, long otherwise, long least, long most) {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        if (text.matches("\\d{1,18}")) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw InboxRefusal.invalidParameter(
                name + " is no whole number from " + least + " to " + most + ", which it has to be");
    }
}
