package org.restconnector.push;

/** What tenants and streams may be called: nearly anything, since their names are encoded where they go. */
final class InboundNames {

    static final int MAX_LENGTH = 200;

    private InboundNames() {}

    /** @throws InboxRefusal with the code {@code invalid_tenant} */
    static void checkTenant(String tenant) {
        check("tenant", tenant);
    }

    /** @throws InboxRefusal with the code {@code invalid_stream} */
    static void checkStream(String stream) {
        check("stream", stream);
    }

    private static void check(String what, String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw refusal(what, "is empty, '.' or '..'");
        }
        if (name.length() > MAX_LENGTH) {
            throw refusal(what, "has more than " + MAX_LENGTH + " characters");
        }
        // half of a surrogate pair has no UTF-8
        if (name.chars().anyMatch(Character::isISOControl)
                || name.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw refusal(what, "holds a control character");
        }
    }

    private static InboxRefusal refusal(String what, String problem) {
        return InboxRefusal.of(400, "invalid_" + what, "the name of a " + what + " " + problem);
    }
}
