package org.restconnector.format;

import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.restconnector.json.Json;
import org.restconnector.json.RecordsPath;

/** Reads pages as documents: all of one, or walks through it. Both throw {@link FormatException}. */
public final class Documents {
    private static final ScanPaths ALL = new ScanPaths(RecordsPath.of("$"), Map.of());

    private Documents() {}

    /**
     * The whole document as a JSON value: of JSON Lines the array of its lines, of CSV the array of its rows,
     * of XML an object with the root element as its field.
     *
     * @param records where XML has elements that may be alone, and are to be an array nevertheless
     */
    public static Object read(byte[] bytes, String contentType, FormatSettings settings, RecordsPath records)
            throws IOException {
        Format format = settings.format(contentType);
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        if (format == Format.JSON) {
            return readJson(bytes, TextEncoding.of(in, contentType, settings));
        }
        if (format == Format.XML) {
            return XmlDocument.read(in, contentType, settings, records);
        }
        List<Object> elements = new ArrayList<>();
        try (Scan scan = scan(in, contentType, settings, ALL)) {
            while (scan.next()) {
                elements.add(scan.read());
            }
        }
        return elements;
    }

    private static Object readJson(byte[] bytes, TextEncoding text) throws IOException {
        try (JsonParser parser = text.utf8() ? Json.mapper().getFactory().createParser(bytes) : JsonText.parser(text)) {
            return JsonText.checked(parser, () -> {
                if (parser.nextToken() == null) {
                    throw new FormatException("there is no value");
                }
                return Json.mapper().readValue(parser, Object.class);
            });
        }
    }

    /** The arrays of a JSON document, as {@code $.items (25)}; none of another format. */
    public static List<String> arrays(InputStream bytes, String contentType, FormatSettings settings)
            throws IOException {
        if (settings.format(contentType) != Format.JSON) {
            return List.of();
        }
        TextEncoding text = TextEncoding.of(bytes, contentType, settings);
        try (JsonParser parser = JsonText.parser(text)) {
            return JsonText.checked(parser, new ArraySearch(parser)::run);
        }
    }

    /** @param paths without an {@link ScanPaths#obstacle} in this format */
    public static Scan scan(InputStream bytes, String contentType, FormatSettings settings, ScanPaths paths)
            throws IOException {
        Format format = settings.format(contentType);
        MeasuredInput input = new MeasuredInput(bytes);
        TextEncoding text = TextEncoding.of(input, contentType, settings);
        return switch (format) {
            case JSON -> new JsonScan(input, text, paths);
            case JSONL -> new JsonlScan(input, text);
            case CSV -> new CsvScan(input, text, settings, settings.separator(contentType, format));
            case XML -> new XmlScan(input, text, paths);
        };
    }
}
