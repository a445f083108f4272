package org.restconnector.inspect;

import java.util.List;

/** The next page's URL in the answer, absolute or relative. */
final class NextUrlDetector implements Detector {
    @Override
    public List<Clue> look(Evidence evidence) {
        return evidence.leaves().stream()
                .filter(leaf -> saysNext(leaf)
                        && leaf.text().filter(NextUrlDetector::isUrl).isPresent())
                .map(leaf -> Clue.of("the answer holds a URL at " + leaf.path(), "next-url", "next", leaf.path()))
                .toList();
    }

    private static boolean saysNext(Leaf leaf) {
        return leaf.word().contains("next") || leaf.parent().equals("next");
    }

    private static boolean isUrl(String text) {
        return text.matches("(https?://|/|\\?)\\S+|[\\w./-]+\\?\\S+");
    }
}
