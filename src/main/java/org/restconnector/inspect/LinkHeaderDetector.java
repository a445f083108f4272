package org.restconnector.inspect;

import java.util.List;
import org.restconnector.http.LinkHeader;

/** A header {@code Link} with {@code rel=next}. */
final class LinkHeaderDetector implements Detector {
    @Override
    public List<Clue> look(Evidence evidence) {
        return LinkHeader.find(evidence.headers().all("Link"), "next").stream()
                .map(target -> Clue.of("the header Link has rel=next", "link-header"))
                .toList();
    }
}
