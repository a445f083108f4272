package org.restconnector.inspect;

import java.util.List;
import java.util.Locale;
import org.restconnector.http.Headers;

/** Says of an API that refuses to answer what it asks for, and how to give it. */
final class AuthHint {
    private AuthHint() {}

    /**
     * @param prefix of environment variables
     * @param given whether credentials were sent
     */
    static String of(Headers headers, String prefix, boolean given) {
        if (given) {
            return "it does not take the credentials that were given";
        }
        String key = "--header 'x-api-key: {{env:" + prefix + "_KEY}}' (in the file: auth api-key, apiKey, apiKeyName)";
        String bearer =
                "--header 'Authorization: Bearer {{env:" + prefix + "_TOKEN}}' (in the file: auth bearer, token)";
        List<String> asked = headers.all("WWW-Authenticate");
        String scheme = asked.stream()
                .map(text -> text.strip().split("[\\s,]", 2)[0].toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("");
        return switch (scheme) {
            case "bearer" -> "it asks for a bearer token: add " + bearer;
            case "basic" ->
                "it asks for a user name and password: add --header 'Authorization: Basic ...' with the base64 of"
                        + " name:password (in the file: auth basic, username, password)";
            case "apikey", "api-key", "key" ->
                "it asks for an API key: add it under the name that its documentation tells, as in " + key;
            case "" -> "it does not say what it asks for; usual are " + bearer + " and " + key;
            default ->
                "it asks for the scheme " + scheme
                        + ", where this program knows basic, bearer, api-key, oauth2 and login";
        };
    }
}
