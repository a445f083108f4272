package org.restconnector.format;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;

/** Walks through an XML document: each element at the records' path is a record. */
final class XmlScan implements Scan {
    private final MeasuredInput input;
    private final XmlText xml;
    private final Deque<Place> open = new ArrayDeque<>();
    private final Map<String, Object> document = new LinkedHashMap<>();
    private boolean found;
    private long count;

    /** An element that the walk went into, and what it keeps of it. */
    private static final class Place {
        private final PathTree tree;
        private final Map<String, Object> kept;
        private boolean empty = true;

        Place(PathTree tree, Map<String, Object> kept) {
            this.tree = tree;
            this.kept = kept;
        }
    }

    /** @param paths without an {@link ScanPaths#obstacle} */
    XmlScan(MeasuredInput input, TextEncoding text, ScanPaths paths) throws IOException {
        this.input = input;
        this.xml = new XmlText(text);
        open.push(new Place(paths.tree(), document));
    }

    @Override
    public boolean next() throws IOException {
        input.expectAnything();
        for (Optional<Integer> event = xml.next(); event.isPresent(); event = xml.next()) {
            if (event.get() == XMLStreamConstants.START_ELEMENT && enter()) {
                return true;
            }
            if (event.get() == XMLStreamConstants.END_ELEMENT) {
                Place left = open.pop();
                found |= left.empty && left.tree.hasRecordsBelow();
            }
        }
        return false;
    }

    /** Looks at the element that was just begun; whether it is a record. */
    private boolean enter() throws IOException {
        Place parent = open.peek();
        parent.empty = false;
        String name = xml.name();
        Optional<PathTree> place = parent.tree.child(name);
        if (place.isEmpty()) {
            XmlValues.skip(xml);
            return false;
        }
        if (place.get().isRecords()) {
            found = true;
            count++;
            input.expect("record " + count);
            return true;
        }
        if (place.get().isWanted()) {
            input.expect("'" + name + "'");
            XmlValues.add(parent.kept, name, XmlValues.read(xml));
            input.expectAnything();
            return false;
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        xml.attributes(kept);
        parent.kept.put(name, kept);
        open.push(new Place(place.get(), kept));
        return false;
    }

    @Override
    public Object read() throws IOException {
        return XmlValues.read(xml);
    }

    @Override
    public String skip() throws IOException {
        return XmlValues.skip(xml) ? "object" : "string";
    }

    @Override
    public boolean missing() {
        return !found;
    }

    @Override
    public Object document() {
        return document;
    }

    @Override
    public long position() {
        return input.position();
    }

    @Override
    public void close() throws IOException {
        xml.close();
        input.close();
    }
}
