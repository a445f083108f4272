package org.restconnector.inspect;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.restconnector.http.Headers;
import org.restconnector.http.Url;

/**
 * What one request and its answer say of further pages.
 *
 * @param body of the request, as JSON
 * @param leaves the document's single values
 * @param records those that were found in it
 * @param key what tells them from each other
 */
record Evidence(
        URI url,
        Optional<Object> body,
        Headers headers,
        List<Leaf> leaves,
        List<Map<String, Object>> records,
        Optional<String> key) {
    Evidence {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(headers, "headers");
        leaves = List.copyOf(leaves);
        records = List.copyOf(records);
        Objects.requireNonNull(key, "key");
    }

    /** The names of what the request says already. */
    List<String> asked() {
        return body.isPresent() ? fields() : parameters();
    }

    private List<String> parameters() {
        String query = url.getRawQuery() == null ? "" : url.getRawQuery();
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2)[0])
                .filter(name -> !name.isEmpty())
                .map(Url::decode)
                .toList();
    }

    private List<String> fields() {
        List<String> names = new ArrayList<>();
        if (body.get() instanceof Map<?, ?> map) {
            map.keySet().forEach(name -> names.add(String.valueOf(name)));
            variables().ifPresent(inner -> inner.keySet().forEach(name -> names.add(String.valueOf(name))));
        }
        return names;
    }

    /** Of a GraphQL request: where its values go. */
    private Optional<Map<?, ?>> variables() {
        return body.filter(json -> json instanceof Map<?, ?> map && map.get("query") instanceof String)
                .map(json -> ((Map<?, ?>) json).get("variables") instanceof Map<?, ?> map ? map : Map.of());
    }

    /** Where a value of that name goes in the request. */
    String place(String name) {
        String pointer = "/" + name.replace("~", "~0").replace("/", "~1");
        return body.isEmpty() ? name : "body:" + (variables().isPresent() ? "/variables" : "") + pointer;
    }

    /** The first of the values with such a word. */
    Optional<Leaf> find(List<String> words) {
        return leaves.stream().filter(leaf -> words.contains(leaf.word())).findFirst();
    }

    /** Whether the answer says that there is no more. */
    boolean saysLast() {
        boolean noMore = leaves.stream()
                .anyMatch(leaf -> StopPaths.MORE.contains(leaf.word())
                        && leaf.value().filter(Boolean.FALSE::equals).isPresent());
        // a count may be that of the page
        boolean all = find(StopPaths.TOTAL_RECORDS)
                .filter(leaf -> !leaf.word().equals("count"))
                .flatMap(Leaf::number)
                .filter(total -> total <= records.size())
                .isPresent();
        boolean noNext = leaves.stream()
                .anyMatch(leaf -> leaf.word().startsWith("next")
                        && leaf.value().filter(value -> !value.equals("")).isEmpty());
        return noMore || all || noNext;
    }
}
