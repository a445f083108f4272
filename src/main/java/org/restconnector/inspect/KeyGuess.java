package org.restconnector.inspect;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the field that tells a record from the others: there in all of them, never twice the same. */
final class KeyGuess {
    private static final List<String> USUAL = List.of(
            "id", "_id", "uuid", "guid", "objectid", "recordid", "key", "gid", "uid", "sku", "code", "number", "slug");

    private KeyGuess() {}

    /** @param words what the records may be called */
    static Optional<String> of(List<Map<String, Object>> records, List<String> words) {
        Map<String, List<Object>> columns = Fields.of(records);
        List<String> unique = columns.keySet().stream()
                .filter(path -> isUnique(columns.get(path)))
                .toList();
        return unique.stream()
                .filter(path -> rank(path, words) < Integer.MAX_VALUE)
                .min((one, other) -> Integer.compare(rank(one, words), rank(other, words)));
    }

    private static boolean isUnique(List<Object> values) {
        return values.stream().noneMatch(value -> value instanceof Boolean || value.equals(""))
                && new HashSet<>(values).size() == values.size();
    }

    private static int rank(String path, List<String> words) {
        String name = path.toLowerCase(Locale.ROOT);
        if (USUAL.contains(name)) {
            return USUAL.indexOf(name);
        }
        boolean own = words.stream().anyMatch(word -> isOf(name, word));
        if (own) {
            return 30;
        }
        if (name.matches(".+\\.(id|_id|uuid|key)")) {
            return 40;
        }
        return path.matches("[^.]+(_id|Id|ID|_uuid|Uuid|_key|Key)") ? 50 : Integer.MAX_VALUE;
    }

    /** {@code order_id} of {@code orders}. */
    private static boolean isOf(String name, String word) {
        String plain = Leaf.plain(name);
        String whole = Leaf.plain(word);
        String single = whole.endsWith("ies")
                ? whole.substring(0, whole.length() - 3) + "y"
                : whole.endsWith("s") ? whole.substring(0, whole.length() - 1) : whole;
        return !single.isEmpty()
                && List.of(single + "id", single + "key", single + "number", single + "uuid", whole + "id")
                        .contains(plain);
    }
}
