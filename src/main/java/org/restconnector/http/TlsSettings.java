package org.restconnector.http;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.restconnector.settings.KeyGroups;
import org.restconnector.settings.Parameters;

/**
 * Whom a connection trusts, and the certificate that it shows: the keys {@code connector.tls.NAME.KEY}.
 * Two are equal that have the same name and the same content of files.
 */
public final class TlsSettings {
    private static final String TRUST_STORE = "trustStore";
    private static final String TRUST_STORE_PASSWORD = "trustStorePassword";
    private static final String KEY_STORE = "keyStore";
    private static final String PASSWORD = "password";

    /** The keys that a name may have. */
    public static final Set<String> KEYS = Set.of(TRUST_STORE, TRUST_STORE_PASSWORD, KEY_STORE, PASSWORD);

    private final String name;
    private final String digest;
    private final SSLContext context;
    private final boolean showsKey;
    private final Optional<TlsSettings> anonymous;

    private TlsSettings(
            String name, String digest, SSLContext context, boolean showsKey, Optional<TlsSettings> anonymous) {
        this.name = name;
        this.digest = digest;
        this.context = context;
        this.showsKey = showsKey;
        this.anonymous = anonymous;
    }

    /** From the parameter {@code tls}; empty if it names nothing, or there is something wrong. */
    static Optional<TlsSettings> of(Parameters parameters) {
        Map<String, String> keys = parameters.group("tls", Set.of(PASSWORD, TRUST_STORE_PASSWORD));
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        String name = parameters.textOrEmpty("tls").strip();
        String password = keys.getOrDefault(PASSWORD, "");
        Map<String, StoreFile> files = new HashMap<>();
        BiFunction<String, String, Optional<StoreFile>> load = (key, secret) -> Optional.ofNullable(keys.get(key))
                .filter(file -> !file.isEmpty())
                .flatMap(file -> load(parameters, KeyGroups.key("tls", name, key), file, secret));
        load.apply(TRUST_STORE, keys.getOrDefault(TRUST_STORE_PASSWORD, password))
                .ifPresent(file -> files.put(TRUST_STORE, file));
        load.apply(KEY_STORE, password).ifPresent(file -> files.put(KEY_STORE, file));
        return make(parameters, name, files, password);
    }

    private static Optional<StoreFile> load(Parameters parameters, String key, String file, String password) {
        Path path = parameters.file(file);
        try {
            return Optional.of(StoreFile.read(path, password, key.endsWith(KEY_STORE)));
        } catch (StoreFile.UnusableException e) {
            parameters.problem("tls", "names " + key + ", the file " + file + ", which " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<TlsSettings> make(
            Parameters parameters, String name, Map<String, StoreFile> files, String password) {
        Optional<StoreFile> trust = Optional.ofNullable(files.get(TRUST_STORE));
        Optional<StoreFile> keys = Optional.ofNullable(files.get(KEY_STORE));
        try {
            String trusted = trust.map(StoreFile::digest).orElse("");
            TlsSettings anonymous =
                    new TlsSettings(name, trusted, context(trust, Optional.empty(), password), false, Optional.empty());
            return Optional.of(new TlsSettings(
                    name,
                    trusted + keys.map(file -> " " + file.digest()).orElse(""),
                    context(trust, keys, password),
                    keys.isPresent(),
                    Optional.of(anonymous)));
        } catch (GeneralSecurityException e) {
            parameters.problem(
                    "tls",
                    "is '" + name + "', whose keys cannot be used (is the password of "
                            + KeyGroups.key("tls", name, KEY_STORE) + " that of its key, too?): " + e.getMessage());
            return Optional.empty();
        }
    }

    /** What is not given is the JVM's own. */
    private static SSLContext context(Optional<StoreFile> trust, Optional<StoreFile> keys, String password)
            throws GeneralSecurityException {
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(trust.map(StoreFile::store).orElse((KeyStore) null));
        SSLContext context = SSLContext.getInstance("TLS");
        if (keys.isPresent()) {
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys.get().store(), password.toCharArray());
            context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        } else {
            context.init(null, trusted.getTrustManagers(), null);
        }
        return context;
    }

    SSLContext context() {
        return context;
    }

    /** Whether there is a certificate of our own. */
    boolean showsKey() {
        return showsKey;
    }

    /** The same trust, without our own certificate. */
    TlsSettings anonymous() {
        return anonymous.orElse(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TlsSettings tls
                && tls.name.equals(name)
                && tls.digest.equals(digest)
                && tls.showsKey == showsKey;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, digest);
    }

    @Override
    public String toString() {
        return name;
    }
}
