package org.restconnector.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** How a request shows who asks. Safe for use by many threads. */
public interface Credentials {
    /** Shows nothing. */
    Credentials NONE = new Credentials() {};

    /** As they are used by the calls of an API: those that need a token get it from there. */
    default Credentials with(Tokens tokens, ApiSettings api) {
        return this;
    }

    /**
     * The header fields to send, in place of any of the same name.
     *
     * @throws Fault if there is none to be had, {@code auth_failed}
     */
    default List<Header> headers() throws Fault, InterruptedException {
        return List.of();
    }

    /** The URL with what belongs into its query. */
    default URI sign(URI url) {
        return url;
    }

    /** The URL without what {@link #sign} adds, to be kept or shown. */
    default URI unsign(URI url) {
        return url;
    }

    /**
     * Called once when an answer was 401.
     *
     * @param refused the header fields of {@link #headers} that were sent
     * @return whether there are new credentials to try the same request with
     * @throws Fault if new ones were refused, {@code auth_failed}
     */
    default boolean renew(List<Header> refused) throws Fault, InterruptedException {
        return false;
    }

    /** The header field of RFC 7617, with UTF-8. */
    static Header basicHeader(String username, String password) {
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    /** RFC 6750, in the header. */
    static Credentials bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    /** A fixed header field. */
    static Credentials header(String name, String value) {
        List<Header> headers = List.of(new Header(name, value));
        return new Credentials() {
            @Override
            public List<Header> headers() {
                return headers;
            }
        };
    }

    /** A fixed query parameter. */
    static Credentials query(String name, String value) {
        return new Credentials() {
            @Override
            public URI sign(URI url) {
                return Url.withParameter(url, name, value);
            }

            @Override
            public URI unsign(URI url) {
                return Url.withoutParameter(url, name);
            }
        };
    }
}
