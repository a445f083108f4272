package org.restconnector.push;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.restconnector.settings.SettingsException;

/** The keys of the HTTP API: {@code key}, {@code key@flow} or {@code key@flow/tenant}, commas between. */
public final class ApiKeys {

    private record Key(byte[] digest, ApiAccess.Scope scope) {}

    private static final int SHOWN_BYTES = 2;

    private final List<Key> keys;

    private ApiKeys(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /** @throws SettingsException if an entry has no key, naming its place and not its text */
    static ApiKeys parse(String text) {
        List<Key> keys = new ArrayList<>();
        for (String entry : text.split(",")) {
            String[] parts = entry.strip().split("@", 2);
            if (parts[0].isEmpty() || parts.length == 2 && parts[1].isEmpty()) {
                throw new SettingsException("connector.api.keys: entry " + (keys.size() + 1)
                        + " has no key or no flow; allowed are key, key@flow and key@flow/tenant, commas between");
            }
            keys.add(new Key(digest(parts[0]), scope(parts)));
        }
        return new ApiKeys(keys);
    }

    private static ApiAccess.Scope scope(String[] parts) {
        if (parts.length == 1) {
            return new ApiAccess.Scope(Optional.empty(), Optional.empty());
        }
        String[] place = parts[1].split("/", 2);
        return new ApiAccess.Scope(Optional.of(place[0]), place.length == 2 ? Optional.of(place[1]) : Optional.empty());
    }

    /** Takes the same time whichever key it is, or none. */
    Optional<ApiAccess> find(String presented) {
        byte[] digest = digest(presented);
        List<ApiAccess.Scope> scopes = new ArrayList<>();
        for (Key key : keys) {
            if (MessageDigest.isEqual(key.digest(), digest)) {
                scopes.add(key.scope());
            }
        }
        return scopes.isEmpty()
                ? Optional.empty()
                : Optional.of(new ApiAccess(scopes, HexFormat.of().formatHex(digest, 0, SHOWN_BYTES)));
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
