package org.restconnector.format;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.restconnector.settings.Parameters;

/**
 * What a user said of how pages are written.
 *
 * @param format empty: by the content type
 * @param separator between the cells of CSV; empty: a comma, or a tab where the content type says so
 * @param quote of cells of CSV; empty: none is quoted
 * @param header whether the first line of CSV names the fields
 * @param names of the fields where no line does; empty: c1, c2 and so on
 * @param charset empty: by byte order mark, content type or XML declaration, else UTF-8
 */
public record FormatSettings(
        Optional<Format> format,
        Optional<Character> separator,
        Optional<Character> quote,
        boolean header,
        List<String> names,
        Optional<Charset> charset) {
    /** JSON, as this program writes it. */
    public static final FormatSettings JSON = new FormatSettings(
            Optional.of(Format.JSON), Optional.empty(), Optional.empty(), true, List.of(), Optional.empty());

    static final String TAB_SEPARATED = "text/tab-separated-values";

    private enum Choice {
        AUTO,
        JSON,
        JSONL,
        CSV,
        XML
    }

    public FormatSettings {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(separator, "separator");
        Objects.requireNonNull(quote, "quote");
        names = List.copyOf(names);
        Objects.requireNonNull(charset, "charset");
    }

    /** From {@code format}, {@code csvSeparator}, {@code csvQuote}, {@code csvHeader} and {@code charset}. */
    public static FormatSettings of(Parameters parameters) {
        Choice choice = parameters.choice("format", Choice.class).orElse(Choice.AUTO);
        boolean csv = choice == Choice.AUTO || choice == Choice.CSV;
        for (String name : List.of("csvSeparator", "csvQuote", "csvHeader")) {
            if (!csv && parameters.given(name)) {
                parameters.problem(
                        name, "goes with format csv or auto, but format is " + parameters.textOrEmpty("format"));
            }
        }
        Optional<Character> separator = parameters.parsed("csvSeparator", FormatSettings::separator);
        Optional<Character> quote = parameters
                        .text("csvQuote")
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .isEmpty()
                ? Optional.empty()
                : parameters.parsed("csvQuote", text -> character(text.strip()));
        if (quote.isPresent() && quote.equals(separator)) {
            parameters.problem("csvQuote", "is the same as csvSeparator");
        }
        List<String> names = names(parameters);
        return new FormatSettings(
                choice == Choice.AUTO ? Optional.empty() : Optional.of(Format.valueOf(choice.name())),
                parameters.given("csvSeparator") ? separator : Optional.empty(),
                quote,
                parameters.textOrEmpty("csvHeader").strip().equalsIgnoreCase("true"),
                names,
                parameters.parsed("charset", FormatSettings::charset));
    }

    private static List<String> names(Parameters parameters) {
        String text = parameters.textOrEmpty("csvHeader").strip();
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return List.of();
        }
        List<String> names = parameters.list("csvHeader");
        Set<String> seen = new HashSet<>();
        names.stream()
                .filter(name -> !seen.add(name))
                .findFirst()
                .ifPresent(name -> parameters.problem("csvHeader", "names '" + name + "' twice"));
        if (names.isEmpty()) {
            parameters.problem(
                    "csvHeader", "is empty; allowed are true, false, or the names of the columns, as in id,name,price");
        }
        return names;
    }

    private static char separator(String text) {
        return text.equals("\\t") || text.strip().equalsIgnoreCase("tab") ? '\t' : character(text);
    }

    private static char character(String text) {
        if (text.length() != 1 || text.charAt(0) == '\n' || text.charAt(0) == '\r') {
            throw new IllegalArgumentException("is '" + text + "'; allowed is one character, as in ; or tab");
        }
        return text.charAt(0);
    }

    private static Charset charset(String text) {
        try {
            return Charset.forName(text.strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException(
                    "is '" + text + "', which is no charset; allowed are names as UTF-8, ISO-8859-1, windows-1252", e);
        }
    }

    /** How a page of this content type is written. */
    public Format format(String contentType) {
        return format.orElseGet(() -> Format.of(contentType));
    }

    char separator(String contentType, Format found) {
        boolean tabs = found == Format.CSV && Format.mediaType(contentType).equals(TAB_SEPARATED);
        return separator.orElse(tabs ? '\t' : ',');
    }
}
