package org.restconnector;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an authorization server sends the browser back to. RFC 8252, 7.3.
 *
 * @param uri as it is registered; empty: one of this machine, with the port that is listened on
 * @param place to listen at for it; empty where the answer can only be pasted
 */
record Redirect(Optional<URI> uri, Optional<Place> place) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String PATH = "/callback";
    private static final int HTTP_PORT = 80;
    private static final int LAST_PORT = 65_535;

    /** An address of this machine that no other can reach; port 0 is any free one. */
    record Place(String host, int port, String path) {
        URI uri(int actualPort) {
            return URI.create("http://" + host + ":" + actualPort + path);
        }
    }

    Redirect {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(place, "place");
    }

    /** @throws IllegalArgumentException naming the option at fault */
    static Redirect of(Optional<String> registered, Optional<Integer> port, boolean paste) {
        port.filter(number -> number < 0 || number > LAST_PORT).ifPresent(number -> {
            throw new IllegalArgumentException("--port is " + number + "; allowed are 0 to " + LAST_PORT);
        });
        if (registered.isEmpty()) {
            return new Redirect(
                    paste ? Optional.of(new Place(LOOPBACK, 0, PATH).uri(port.orElse(HTTP_PORT))) : Optional.empty(),
                    paste ? Optional.empty() : Optional.of(new Place(LOOPBACK, port.orElse(0), PATH)));
        }
        URI uri = uri(registered.get());
        boolean reachesUs = "http".equalsIgnoreCase(uri.getScheme())
                && uri.getHost() != null
                && uri.getHost().matches("(?i)127\\.0\\.0\\.1|localhost|\\[::1]");
        // behind a tunnel or a proxy, the port says where that leads to
        boolean listens = !paste && (reachesUs || port.isPresent());
        return new Redirect(Optional.of(uri), listens ? Optional.of(place(uri, port)) : Optional.empty());
    }

    private static Place place(URI uri, Optional<Integer> port) {
        String path = Optional.ofNullable(uri.getRawPath())
                .filter(found -> !found.isEmpty())
                .orElse("/");
        int ownPort = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
        return new Place("[::1]".equals(uri.getHost()) ? "[::1]" : LOOPBACK, port.orElse(ownPort), path);
    }

    private static URI uri(String text) {
        try {
            URI uri = new URI(text.strip());
            if (uri.isAbsolute() && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // the same advice as for one without a scheme
        }
        throw new IllegalArgumentException("--redirect-uri is '" + text
                + "'; allowed is an absolute URI without a fragment, as in http://127.0.0.1:8765/callback");
    }
}
