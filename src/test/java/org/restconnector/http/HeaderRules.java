package org.restconnector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.restconnector.testing.Choices;

/** What holds for every {@code Link} and {@code Retry-After} that a server may send. */
final class HeaderRules {
    private static final Instant NOW = Instant.parse("2026-11-22T09:30:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH));

    private HeaderRules() {}

    /** @param input {@code 0} and headers, one a line; anything else makes headers as RFC 8288 allows them */
    static void link(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        if (text.startsWith("0")) {
            List<String> headers = text.substring(1).lines().toList();
            LinkHeader.find(headers, "next")
                    .ifPresent(target -> assertThat(headers).anyMatch(header -> header.contains(target)));
        } else {
            Choices choices = new Choices(input);
            choices.below(2);
            wellFormed(choices);
        }
    }

    private static void wellFormed(Choices choices) {
        List<String> headers = new ArrayList<>();
        Optional<String> expected = Optional.empty();
        for (int h = choices.below(3); h >= 0; h--) {
            StringBuilder header = new StringBuilder(choices.of(List.of("", ",", " , ,\t")));
            for (int l = choices.below(4); l > 0; l--) {
                String target = choices.text("abc/:?&=%#,;.~\"'\\ü");
                boolean next = appendLink(header, target, choices);
                expected = expected.isEmpty() && next ? Optional.of(target) : expected;
                header.append(choices.of(List.of("", " "))).append(l > 1 ? choices.of(List.of(",", ", ", ",,")) : "");
            }
            headers.add(header.toString());
        }
        assertThat(LinkHeader.find(headers, "next")).as(headers.toString()).isEqualTo(expected);
    }

    private static boolean appendLink(StringBuilder header, String target, Choices choices) {
        header.append('<').append(target).append('>');
        Optional<String> relation = Optional.empty();
        for (int p = choices.below(4); p > 0; p--) {
            String name = choices.of(List.of("rel", "REL", "title", "rev", "type", "media", "rel*"));
            boolean quoted = choices.below(2) == 1;
            String value = quoted
                    ? choices.of(List.of("next", "prev NEXT", " next\tlast", "nextpage", choices.text("a\",;<>=\\ né")))
                    : choices.of(List.of("next", "Next", "prev", "x-next", "a*b"));
            header.append(choices.of(List.of(";", " ; ", ";\t")))
                    .append(name)
                    .append(choices.of(List.of("=", " = ")))
                    .append(quoted ? quoted(value, choices) : value);
            relation = relation.isEmpty() && name.equalsIgnoreCase("rel") ? Optional.of(value) : relation;
        }
        return relation.stream()
                .flatMap(value -> Arrays.stream(value.strip().split("\\s+")))
                .anyMatch("next"::equalsIgnoreCase);
    }

    private static String quoted(String value, Choices choices) {
        StringBuilder text = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            boolean escape = c == '"' || c == '\\' || choices.below(8) == 7;
            text.append(escape ? "\\" : "").append(c);
        }
        return text.append('"').toString();
    }

    /** @param input {@code 0} and a value; anything else makes a value as RFC 9110 allows it */
    static void retryAfter(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        if (text.startsWith("0")) {
            RetryAfter.parse(text.substring(1), CLOCK).ifPresent(wait -> {
                assertThat(wait).isPositive();
                assertThat(wait.toMillis()).isNotNegative();
                assertThat(NOW.plus(wait).toEpochMilli()).isGreaterThanOrEqualTo(NOW.toEpochMilli());
            });
            return;
        }
        Choices choices = new Choices(input);
        choices.below(2);
        if (choices.below(2) == 0) {
            long nanos = Math.abs(choices.number() % 1_000_000_000_000_000_000L);
            BigDecimal seconds = BigDecimal.valueOf(nanos, choices.below(10));
            long millis = seconds.movePointRight(3)
                    .setScale(0, java.math.RoundingMode.CEILING)
                    .longValue();
            boolean readable = seconds.toPlainString().matches("\\d{1,15}(\\.\\d{1,9})?");
            assertThat(RetryAfter.parse(seconds.toPlainString(), CLOCK))
                    .isEqualTo(millis == 0 || !readable ? Optional.empty() : Optional.of(Duration.ofMillis(millis)));
        } else {
            // all that RFC 850 can say with two digits, of which the last fifty years are past
            Instant until = FIRST.plusSeconds(Math.abs(choices.number() % (105L * 365 * 86_400)));
            assertThat(RetryAfter.parse(choices.of(DATES).format(until.atZone(ZoneOffset.UTC)), CLOCK))
                    .isEqualTo(Optional.of(Duration.between(NOW, until))
                            .filter(wait -> wait.compareTo(Duration.ZERO) > 0));
        }
    }
}
