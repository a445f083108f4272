package org.restconnector.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Key stores made by keytool, each with a certificate that it signed itself. */
public final class Certificates {
    /** Of every store that is made. */
    public static final String PASSWORD = "changeit-s3cr3t";

    private final Path directory;

    public Certificates(Path directory) {
        this.directory = directory;
    }

    /** A PKCS12 file with a key and its certificate, for this host ({@code ip:127.0.0.1}). */
    public Path key(String name, String host, String... more) {
        Path file = directory.resolve(name + ".p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new java.util.ArrayList<>(
                List.of(keytool.toString(), "-genkeypair", "-keyalg", "EC", "-alias", name, "-dname", "CN=" + name));
        command.addAll(List.of("-ext", "SAN=" + host, "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", file.toString()));
        command.addAll(List.of(more));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("keytool could not make " + file);
            }
            return file;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A file of this type (PKCS12, JKS) that trusts the certificate of a key. */
    public Path trust(String name, String type, Path key) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        store.setCertificateEntry("trusted", certificate(key));
        Path file = directory.resolve(name + "." + type.toLowerCase(java.util.Locale.ROOT));
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    /** A certificate, and if wanted its key before it, as text. */
    public Path pem(String name, Path key, boolean withKey) throws IOException, GeneralSecurityException {
        KeyStore store = open(key);
        String alias = store.aliases().nextElement();
        String secret = withKey
                ? block(
                        "PRIVATE KEY",
                        store.getKey(alias, PASSWORD.toCharArray()).getEncoded())
                : "";
        return Files.writeString(
                directory.resolve(name + ".pem"),
                secret + block("CERTIFICATE", store.getCertificate(alias).getEncoded()));
    }

    private static String block(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }

    /** What a server of this key uses; it trusts the certificate of {@code client}. */
    public static SSLContext server(Path key, Path client) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(open(key), PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", certificate(client));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate certificate(Path key) throws IOException, GeneralSecurityException {
        KeyStore store = open(key);
        return store.getCertificate(store.aliases().nextElement());
    }

    private static KeyStore open(Path file) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }
}
