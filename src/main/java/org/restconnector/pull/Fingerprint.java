package org.restconnector.pull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.restconnector.settings.Parameters;
import org.restconnector.settings.Secrets;

/** Tells whether a checkpoint was made with the parameters that shape a pull's requests now. */
final class Fingerprint {
    private static final List<String> INCREMENTAL =
            List.of("incremental", "since", "sinceParam", "untilParam", "sinceFormat", "window");

    private Fingerprint() {}

    /**
     * Of the values that count, defaults among them. What only shows who asks may change, as a token in a
     * header does; an environment variable that is the URL, or part of it, may not.
     */
    static String of(Parameters parameters, RequestSettings request, PaginationSettings pagination) {
        Secrets secrets = new Secrets(parameters.secrets());
        MessageDigest digest = sha256();
        Stream.of(
                        request.method(),
                        parameters.textOrEmpty("url"),
                        parameters.textOrEmpty("query"),
                        secrets.mask(parameters.textOrEmpty("headers")),
                        secrets.mask(parameters.textOrEmpty("body")),
                        request.contentType(),
                        parameters.textOrEmpty("records"),
                        pagination.kind().name(),
                        pagination.placement().map(Placement::toString).orElse(""),
                        String.valueOf(pagination.first()),
                        pagination
                                .next()
                                .map(PaginationSettings.NextValue::text)
                                .orElse(""),
                        pagination.pageSize().map(String::valueOf).orElse(""),
                        pagination.pageSizePlacement().map(Placement::toString).orElse(""),
                        // not the stored value: it is in the checkpoint itself
                        incremental(parameters))
                .forEach(value -> {
                    digest.update(value.getBytes(StandardCharsets.UTF_8));
                    digest.update((byte) 0);
                });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String incremental(Parameters parameters) {
        return INCREMENTAL.stream().map(parameters::textOrEmpty).collect(Collectors.joining("\n"));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
