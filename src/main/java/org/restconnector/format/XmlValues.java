package org.restconnector.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;

/**
 * XML elements as JSON values: an element without attributes and children is its text; else an object of
 * its attributes ({@code @name}), its children, arrays where a name comes again, and its text ({@code #text}).
 */
final class XmlValues {
    private XmlValues() {}

    /** The element that was just begun, read to its end. */
    static Object read(XmlText xml) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        xml.attributes(fields);
        StringBuilder text = new StringBuilder();
        boolean hasChildren = false;
        for (int event = event(xml); event != XMLStreamConstants.END_ELEMENT; event = event(xml)) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                hasChildren = true;
                add(fields, xml.name(), read(xml));
            } else {
                text.append(xml.text());
            }
        }
        if (fields.isEmpty()) {
            return text.toString();
        }
        // between children, white space is only there for the eye
        String said = hasChildren ? text.toString().strip() : text.toString();
        if (!said.isBlank()) {
            fields.put("#text", said);
        }
        return fields;
    }

    /** Passes over the element that was just begun; whether it is an object. */
    static boolean skip(XmlText xml) throws IOException {
        boolean object = xml.hasAttributes();
        int depth = 1;
        while (depth > 0) {
            int event = event(xml);
            object |= event == XMLStreamConstants.START_ELEMENT;
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
        return object;
    }

    private static int event(XmlText xml) throws IOException {
        return xml.next().orElseThrow(() -> new FormatException("the document ends within an element"));
    }

    /** The second value under a name makes an array of it. */
    static void add(Map<String, Object> fields, String name, Object value) {
        Object before = fields.get(name);
        if (before instanceof List<?> list) {
            @SuppressWarnings("unchecked")
            List<Object> values = (List<Object>) list;
            values.add(value);
        } else if (before != null) {
            fields.put(name, new ArrayList<>(List.of(before, value)));
        } else {
            fields.put(name, value);
        }
    }
}
