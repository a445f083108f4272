package org.restconnector.format;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.restconnector.json.Json;

/**
 * The elements of an XML text, one event after the other. A DOCTYPE is refused, so nothing is fetched
 * and no entity is replaced but the five of XML itself; names stay as they are written, their prefix among
 * them. Used by one thread.
 */
final class XmlText {
    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader reader;
    private int depth;

    XmlText(TextEncoding text) throws IOException {
        try {
            // without a charset from outside, the parser reads it from the XML declaration
            this.reader = text.charset().isPresent()
                    ? FACTORY.createXMLStreamReader(text.reader())
                    : FACTORY.createXMLStreamReader(text.bytes());
        } catch (XMLStreamException e) {
            throw fault(e);
        }
    }

    private static XMLInputFactory factory() {
        // the JDK's own, whatever parser a host application brings
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /** Goes on to the next event that is a start, an end or text; empty at the document's end. */
    Optional<Integer> next() throws IOException {
        try {
            while (reader.hasNext()) {
                int event = reader.next();
                switch (event) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (++depth > Json.MAX_DEPTH) {
                            throw new FormatException(
                                    "elements lie deeper than " + Json.MAX_DEPTH + " in each other" + place());
                        }
                        return Optional.of(event);
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        return Optional.of(event);
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                        return Optional.of(XMLStreamConstants.CHARACTERS);
                    }
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new FormatException(
                                "the entity '" + reader.getLocalName() + "' is not replaced" + place());
                    case XMLStreamConstants.DTD ->
                        // without its entities, a reference to one in an attribute would vanish without a word
                        throw new FormatException("it has a DOCTYPE, which is refused" + place());
                    default -> {
                        // comments and processing instructions say nothing of the document
                    }
                }
            }
            return Optional.empty();
        } catch (XMLStreamException e) {
            throw fault(e);
        }
    }

    String name() {
        return reader.getLocalName();
    }

    String text() {
        return reader.getText();
    }

    /** Puts the attributes of the element that was just begun into the map, as {@code @name}. */
    void attributes(Map<String, Object> fields) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            fields.put("@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
    }

    boolean hasAttributes() {
        return reader.getAttributeCount() > 0;
    }

    private String place() {
        return " (line " + reader.getLocation().getLineNumber() + ", column "
                + reader.getLocation().getColumnNumber() + ")";
    }

    private static IOException fault(XMLStreamException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof FormatException fault) {
                return fault;
            }
        }
        String[] lines = String.valueOf(e.getMessage()).split("\\R");
        String what = lines[lines.length - 1].replaceFirst("^Message: ", "").strip();
        String place = e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNumber() + ", column "
                        + e.getLocation().getColumnNumber() + ")";
        return new FormatException(what + place, e);
    }

    void close() throws IOException {
        try {
            reader.close();
        } catch (XMLStreamException e) {
            throw fault(e);
        }
    }
}
