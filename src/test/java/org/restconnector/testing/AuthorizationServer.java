package org.restconnector.testing;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small authorization server: a page on which a person allows or denies, codes that are good once, with
 * their redirect URI and the verifier of their challenge, and refresh tokens that change with each use.
 */
public final class AuthorizationServer {
    public static final String CLIENT = "reporting";

    /** What a code was given for. */
    private record Consent(String redirect, String challenge) {}

    private final TokenApi tokens;
    private final Map<String, Consent> codes = new ConcurrentHashMap<>();
    private final Set<String> refreshTokens = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private volatile Optional<String> registered = Optional.empty();
    private volatile boolean refreshing = true;

    public AuthorizationServer(TokenApi tokens) {
        this.tokens = tokens;
    }

    /** Only this redirect URI is good, to the letter; otherwise any of the loopback address is. */
    public AuthorizationServer registered(String redirect) {
        registered = Optional.of(redirect);
        return this;
    }

    /** As many real ones: a refresh token is given only to those who ask for it in their own way. */
    public AuthorizationServer withoutRefreshTokens() {
        refreshing = false;
        return this;
    }

    /** From now on none of the codes is good that were given so far. */
    public void expireCodes() {
        codes.clear();
    }

    /** From now on nobody's consent holds. */
    public void revokeConsent() {
        refreshTokens.clear();
        tokens.revokeAll();
    }

    public AuthorizationServer on(ApiServer server) {
        server.on("/authorize", this::page).on("/decide", this::decide).on("/token", this::token);
        return this;
    }

    private Answer page(ReceivedRequest request) {
        String redirect = request.query("redirect_uri").orElse("");
        boolean fine = request.query("response_type").equals(Optional.of("code"))
                && request.query("client_id").equals(Optional.of(CLIENT))
                && request.query("code_challenge_method").equals(Optional.of("S256"))
                && request.query("code_challenge")
                        .filter(text -> text.length() == 43)
                        .isPresent()
                && request.query("state").filter(text -> text.length() >= 20).isPresent()
                && registered.map(redirect::equals).orElse(redirect.matches("http://127\\.0\\.0\\.1(:\\d+)?/callback"));
        return fine
                ? Answer.of(
                        200,
                        "text/html",
                        "<!doctype html><title>Consent</title>" + form(request, "Allow") + form(request, "Deny"))
                : Answer.of(400, "text/plain", "invalid_request");
    }

    private static String form(ReceivedRequest request, String answer) {
        StringBuilder form = new StringBuilder("<form action=\"/decide\">");
        Map<String, String> fields = new LinkedHashMap<>();
        for (String name : new String[] {"redirect_uri", "state", "code_challenge"}) {
            fields.put(name, request.query(name).orElseThrow());
        }
        fields.put("answer", answer);
        fields.forEach((name, value) ->
                form.append("<input type=\"hidden\" name=\"%s\" value=\"%s\">".formatted(name, value)));
        return form.append("<button id=\"%s\">%s</button></form>".formatted(answer, answer))
                .toString();
    }

    private Answer decide(ReceivedRequest request) {
        String redirect = request.query("redirect_uri").orElseThrow();
        String state = "&state=" + encoded(request.query("state").orElseThrow());
        if (request.query("answer").equals(Optional.of("Deny"))) {
            return Answer.redirect(302, redirect + "?error=access_denied&error_description=Jo+said+no" + state);
        }
        String code = "c0de/" + count.incrementAndGet() + "+with/odd=characters";
        codes.put(code, new Consent(redirect, request.query("code_challenge").orElseThrow()));
        return Answer.redirect(302, redirect + "?code=" + encoded(code) + state);
    }

    private Answer token(ReceivedRequest request) {
        Map<String, String> form = form(request.text());
        boolean good = form.getOrDefault("grant_type", "").equals("refresh_token")
                ? refreshTokens.remove(form.getOrDefault("refresh_token", ""))
                : isGood(form);
        if (!good) {
            return Answer.of(400, "application/json", "{\"error\":\"invalid_grant\"}");
        }
        String refreshToken = "refresh-token-" + count.incrementAndGet();
        if (refreshing) {
            refreshTokens.add(refreshToken);
        }
        return Answer.json("{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600%s}"
                .formatted(tokens.next(), refreshing ? ",\"refresh_token\":\"" + refreshToken + "\"" : ""));
    }

    private boolean isGood(Map<String, String> form) {
        Consent consent = codes.remove(form.getOrDefault("code", ""));
        return consent != null
                && form.getOrDefault("grant_type", "").equals("authorization_code")
                && consent.redirect().equals(form.get("redirect_uri"))
                && consent.challenge().equals(challenge(form.getOrDefault("code_verifier", "")));
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The fields of a form. */
    public static Map<String, String> form(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            fields.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts.length < 2 ? "" : parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    /** The address that a browser is sent to after this choice on the page of the URL. */
    public static URI decisionAt(ApiServer server, String url, String answer) {
        String query = URI.create(url).getRawQuery();
        return URI.create(server.url("/decide?" + query + "&answer=" + answer));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
