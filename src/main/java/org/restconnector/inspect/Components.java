package org.restconnector.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Knows which components are on the class path, and which artifact brings one that is missing. */
public final class Components {
    private Components() {}

    /** Whether a class path holds the component. */
    static boolean present(String scheme, ClassLoader loader) {
        return loader.getResource("META-INF/services/org/apache/camel/component/" + scheme) != null;
    }

    /** {@code camel-aws2-s3} for {@code aws2-s3}. */
    public static String artifact(String scheme) {
        return exceptions().getProperty(scheme, "camel-" + scheme);
    }

    /** The schemes whose artifact has another name. */
    static Properties exceptions() {
        Properties exceptions = new Properties();
        try (InputStream stream = Components.class.getResourceAsStream("components.properties")) {
            exceptions.load(Objects.requireNonNull(stream, "components.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return exceptions;
    }
}
