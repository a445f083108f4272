package org.restconnector.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import org.restconnector.json.PlainPath;
import org.restconnector.json.RecordsPath;

/**
 * A whole XML document as a JSON value. XML does not tell one element from a list of one: where the path
 * to the records says {@code [*]} or filters, there is a list.
 */
final class XmlDocument {
    private XmlDocument() {}

    static Object read(InputStream in, String contentType, FormatSettings settings, RecordsPath records)
            throws IOException {
        XmlText xml = new XmlText(TextEncoding.of(in, contentType, settings));
        try {
            Map<String, Object> document = new LinkedHashMap<>();
            for (var event = xml.next(); event.isPresent(); event = xml.next()) {
                if (event.get() == XMLStreamConstants.START_ELEMENT) {
                    document.put(xml.name(), XmlValues.read(xml));
                }
            }
            makeLists(document, records.plain());
            return document;
        } finally {
            xml.close();
        }
    }

    private static void makeLists(Map<String, Object> document, PlainPath path) {
        if (path.names().isEmpty() || !path.rest().startsWith("[")) {
            return;
        }
        Map<String, Object> parent = document;
        for (String name : path.names().subList(0, path.names().size() - 1)) {
            Object child = parent.get(name);
            if (isEmpty(child)) {
                child = emptied(child);
                parent.put(name, child);
            }
            if (!(child instanceof Map)) {
                return;
            }
            parent = fields(child);
        }
        String last = path.names().get(path.names().size() - 1);
        Object value = parent.get(last);
        if (value != null && !(value instanceof List)) {
            value = new ArrayList<>(List.of(value));
            parent.put(last, value);
        } else if (value == null && parent != document && isEmpty(parent)) {
            parent.put(last, new ArrayList<>());
        }
        if (value instanceof List<?> elements && path.rest().startsWith("[*]")) {
            elements.forEach(element -> {
                if (element instanceof Map) {
                    makeLists(fields(element), path.behindElements());
                }
            });
        }
    }

    /** Whether an element has no children: a list without elements looks like that. */
    private static boolean isEmpty(Object element) {
        return element instanceof String text && text.isBlank()
                || element instanceof Map<?, ?> map
                        && map.keySet().stream()
                                .allMatch(name -> name.toString().startsWith("@"));
    }

    private static Map<String, Object> emptied(Object element) {
        return element instanceof Map ? fields(element) : new LinkedHashMap<>();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> fields(Object object) {
        return (Map<String, Object>) object;
    }
}
