package org.restconnector.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks through the rows of a CSV table; all cells are text. */
final class CsvScan implements Scan {
    private static final CsvFactory FACTORY = CsvFactory.builder()
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final MeasuredInput input;
    private final CsvParser parser;
    private final boolean header;
    private List<String> names;
    private List<String> cells = List.of();
    private boolean begun;

    CsvScan(MeasuredInput input, TextEncoding text, FormatSettings settings, char separator) throws IOException {
        this.input = input;
        this.header = settings.header();
        this.names = settings.names();
        this.parser = FACTORY.createParser(text.reader());
        CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator);
        parser.setSchema(settings.quote().map(schema::withQuoteChar).orElseGet(schema::withoutQuoteChar));
    }

    @Override
    public boolean next() throws IOException {
        if (!begun) {
            begun = true;
            if (header && row()) {
                names = header();
            }
        }
        if (!row()) {
            return false;
        }
        if (names.isEmpty()) {
            names = numbered(cells.size());
        }
        if (cells.size() != names.size()) {
            throw new FormatException("line " + line() + " has " + cells.size()
                    + (cells.size() == 1 ? " cell" : " cells") + ", but there are " + names.size() + " columns");
        }
        return true;
    }

    private List<String> header() throws FormatException {
        List<String> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String cell : cells) {
            String name = cell.isEmpty() ? "c" + (found.size() + 1) : cell;
            if (!seen.add(name)) {
                throw new FormatException("line " + line() + " names the column '" + name + "' twice");
            }
            found.add(name);
        }
        return found;
    }

    private static List<String> numbered(int columns) {
        List<String> made = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
            made.add("c" + column);
        }
        return made;
    }

    private boolean row() throws IOException {
        input.expect("a row");
        try {
            if (parser.nextToken() == null) {
                return false;
            }
            List<String> row = new ArrayList<>(Math.max(8, names.size()));
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                row.add(parser.getText());
            }
            cells = row;
            return true;
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof FormatException fault) {
                throw fault;
            }
            String what = e.getOriginalMessage().lines().findFirst().orElse("").strip();
            throw new FormatException("line " + line() + ": " + what, e);
        } catch (CharacterCodingException e) {
            throw new FormatException("near line " + line() + ": a byte is no character of its charset", e);
        }
    }

    private long line() {
        return parser.currentTokenLocation().getLineNr();
    }

    @Override
    public Object read() {
        Map<String, Object> record = new LinkedHashMap<>(names.size() * 4 / 3 + 1);
        for (int column = 0; column < names.size(); column++) {
            record.put(names.get(column), cells.get(column));
        }
        return record;
    }

    @Override
    public String skip() {
        return "object";
    }

    @Override
    public boolean missing() {
        return false;
    }

    /** The document is the array of its rows, and so no name leads anywhere in it. */
    @Override
    public Object document() {
        return List.of();
    }

    @Override
    public long position() {
        return input.position();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
