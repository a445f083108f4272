package org.restconnector.http;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.restconnector.settings.Parameters;

/** The parameters {@code tokenUrl} and {@code loginUrl}, and what is sent there whatever is asked. */
final class TokenUrl {
    static final List<Header> PLAIN_HEADERS =
            List.of(new Header("Accept", "application/json"), new Header("User-Agent", "camel-rest-connector"));

    private TokenUrl() {}

    static Optional<URI> of(Parameters parameters, String name) {
        if (parameters.textOrEmpty(name).isBlank()) {
            return Optional.empty();
        }
        return parameters.parsed(name, text -> {
            URI url;
            try {
                url = Url.configured(text.strip());
                Origin.of(url);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "is not an absolute http or https URL, as in https://auth.example.com/token", e);
            }
            if (url.getRawUserInfo() != null) {
                throw new IllegalArgumentException("holds a user name, which belongs into a parameter of its own");
            }
            UrlMask.credentials(url).forEach(parameters::secret);
            return url;
        });
    }
}
