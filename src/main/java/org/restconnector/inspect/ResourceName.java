package org.restconnector.inspect;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.restconnector.http.Url;

/** What the records of a URL may be called. */
final class ResourceName {
    private static final int LONGEST = 40;
    private static final String SAYS_NOTHING =
            "(?i)|\\d+|v\\d+([.]\\d+)*|_?search|query|list|all|json|api|rest|odata|graphql|index|export|_all|[^a-z]*";

    private ResourceName() {}

    /** The words of the URL's path that say something, the last first; then the host's. */
    static List<String> words(URI url) {
        List<String> words = new ArrayList<>();
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        Arrays.stream(path.split("/"))
                .map(Url::decode)
                .map(segment -> segment.replaceFirst("(?i)\\.(json|xml|csv|jsonl|list|all|php|aspx?)$", ""))
                .map(segment -> segment.replaceFirst("\\(.*", ""))
                .filter(segment -> !segment.matches(SAYS_NOTHING))
                .forEach(words::add);
        Collections.reverse(words);
        return words;
    }

    /** A name for the pull. */
    static String of(URI url) {
        String word = words(url).stream().findFirst().orElseGet(() -> String.valueOf(url.getHost()));
        String name =
                word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String cut = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
        return cut.isEmpty() || List.of("api", "v2", "observe").contains(cut) ? "records" : cut;
    }

    /** A table of that name, without what a table's may not hold. */
    static String table(String name) {
        String table = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return table.matches("[a-z_].*") && !table.startsWith("connector_") ? table : "t_" + table;
    }
}
