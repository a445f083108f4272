package org.restconnector.settings;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a mistyped one stood for. */
public final class Spelling {
    private Spelling() {}

    /** The known name that the typed one is close to. */
    public static Optional<String> nearest(String typed, Collection<String> known) {
        return known.stream().filter(name -> close(name, typed)).findFirst();
    }

    /** The end of a message that refuses a name: the one that was meant, and all that there are. */
    public static String hint(String typed, Collection<String> known) {
        String near = nearest(typed, known)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
        return near + (near.isEmpty() ? "; " : " ") + "known are " + String.join(", ", known);
    }

    /** Whether at most two letters were added, left out or changed, and not most of the word. */
    static boolean close(String known, String typed) {
        int allowed = Math.min(2, known.length() / 3);
        return distance(known.toLowerCase(Locale.ROOT), typed.toLowerCase(Locale.ROOT)) <= allowed;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
