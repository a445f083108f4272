package org.restconnector.settings;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes secret values out of texts that people read, or that are stored. Safe for use by many threads. */
public final class Secrets {
    /** What stands in a secret's place. */
    public static final String MASK = "***";

    private static final int SHORTEST = 4;
    private static final char EDGE = '\u0001';
    private static final Pattern SEAL = Pattern.compile(EDGE + "(\\d{1,6})" + EDGE);

    /** A secret as it may be written, and its place among all of them. */
    private record Form(String text, int number) {}

    /** As many as come at run time are kept: an old token is worth nothing. */
    private static final int MOST_HIDDEN = 32;

    /** A number that none of the values has that are the same at every start. */
    private static final int LATER = 999_999;

    private final List<String> forms;
    private final List<Form> numbered;
    private final Deque<String> hidden = new ArrayDeque<>();
    private volatile List<Form> longestFirst;

    /**
     * Values shorter than four characters are left alone: hiding them would hide half of every text.
     *
     * @param values in an order that is the same at every start
     */
    public Secrets(Collection<String> values) {
        this.forms = values.stream()
                .flatMap(value -> Stream.concat(Stream.of(value), value.lines()))
                .flatMap(Secrets::forms)
                .toList();
        this.numbered = new ArrayList<>();
        for (int number = 0; number < forms.size(); number++) {
            if (forms.get(number).length() >= SHORTEST) {
                numbered.add(new Form(forms.get(number), number));
            }
        }
        this.longestFirst = longestFirst(numbered);
    }

    private static List<Form> longestFirst(List<Form> forms) {
        return forms.stream()
                .sorted(Comparator.comparingInt((Form form) -> form.text().length())
                        .reversed())
                .toList();
    }

    /** Adds what became known at run time: a token. A sealed text that holds it cannot be opened again. */
    public void hide(String value) {
        // read without the lock, as it is asked for each request
        if (longestFirst.stream().noneMatch(form -> form.text().equals(value))) {
            add(value);
        }
    }

    private synchronized void add(String value) {
        if (value.length() < SHORTEST || hidden.contains(value)) {
            return;
        }
        hidden.addLast(value);
        if (hidden.size() > MOST_HIDDEN) {
            hidden.removeFirst();
        }
        List<Form> all = new ArrayList<>(numbered);
        hidden.stream().flatMap(Secrets::forms).forEach(text -> all.add(new Form(text, LATER)));
        longestFirst = longestFirst(all);
    }

    private static Stream<String> forms(String value) {
        if (value.length() < SHORTEST) {
            return Stream.of(value);
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        return Stream.of(
                value,
                encoded,
                encoded.replace("+", "%20"),
                value.replace("\\", "\\\\").replace("\"", "\\\""),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The text with {@code ***} in the place of every secret. */
    public String mask(String text) {
        String masked = text;
        for (Form form : longestFirst) {
            masked = masked.replace(form.text(), MASK);
        }
        return masked;
    }

    /** Whether a secret is in the text, as it is or percent-encoded in any way. */
    public boolean isIn(String text) {
        String decoded = text;
        try {
            decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // a stray percent sign: then it is not encoded
        }
        return !mask(text).equals(text) || !mask(decoded).equals(decoded);
    }

    /**
     * The text with a number in the place of every secret: {@link #open} puts back what has that number
     * then. The text may hold no control character, which is so for JSON.
     */
    public String seal(String text) {
        String sealed = text;
        for (Form form : longestFirst) {
            sealed = sealed.replace(form.text(), EDGE + String.valueOf(form.number()) + EDGE);
        }
        return sealed;
    }

    /** @throws IllegalArgumentException if there is no longer a secret of a number in it */
    public String open(String sealed) {
        return SEAL.matcher(sealed).replaceAll(seal -> Matcher.quoteReplacement(form(seal.group(1))));
    }

    private String form(String number) {
        int at = Integer.parseInt(number);
        if (at >= forms.size()) {
            throw new IllegalArgumentException("there is no longer a secret " + number);
        }
        return forms.get(at);
    }
}
