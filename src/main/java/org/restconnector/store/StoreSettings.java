package org.restconnector.store;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the store is.
 *
 * @param url {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://...}
 * @param username of PostgreSQL; empty where the URL says it
 * @param password of PostgreSQL; empty for none
 * @param migrate false: an administrator applies the files under {@code META-INF/connector/}
 * @param dataDirectory what only this process's user may read; the embedded database lies in it by default
 */
public record StoreSettings(String url, String username, String password, boolean migrate, Path dataDirectory) {
    public static final Path DEFAULT_DATA_DIRECTORY = Path.of("data");
    public static final String DEFAULT_URL = "jdbc:sqlite:data/connector.db";

    public StoreSettings {
        url = Objects.requireNonNull(url, "url").isBlank() ? DEFAULT_URL : url.strip();
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(dataDirectory, "dataDirectory");
    }

    /** The embedded database in {@code dataDirectory}. */
    public static StoreSettings embedded(Path dataDirectory) {
        return new StoreSettings("jdbc:sqlite:" + dataDirectory.resolve("connector.db"), "", "", true, dataDirectory);
    }

    /** The URL as it may be shown: its query can hold a password. */
    public String shownUrl() {
        int query = url.indexOf('?');
        String shown = query < 0 ? url : url.substring(0, query);
        return shown.replaceFirst("//[^/]*@", "//");
    }

    @Override
    public String toString() {
        return "StoreSettings[url=" + shownUrl() + ", username=" + username + ", migrate=" + migrate
                + ", dataDirectory=" + dataDirectory + "]";
    }
}
