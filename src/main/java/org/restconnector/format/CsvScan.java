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
            if (header && nextRow()) {
                names = header();
            }
        }
        return nextRow();
    }

    private boolean nextRow() throws IOException {
        input.expect("a row");
        return checked(() -> parser.nextToken() != null);
    }

    private List<String> header() throws IOException {
        List<String> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String cell : cells()) {
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

    private List<String> cells() throws IOException {
        return checked(() -> {
            List<String> cells = new ArrayList<>(Math.max(8, names.size()));
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                cells.add(parser.getText());
            }
            return cells;
        });
    }

    private void requireFit(int cells) throws FormatException {
        if (names.isEmpty()) {
            names = numbered(cells);
        }
        if (cells != names.size()) {
            throw new FormatException("line " + line() + " has " + cells + (cells == 1 ? " cell" : " cells")
                    + ", but there are " + names.size() + " columns");
        }
    }

    private <T> T checked(JsonText.Step<T> step) throws IOException {
        try {
            return step.run();
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
    public Object read() throws IOException {
        List<String> cells = cells();
        requireFit(cells.size());
        Map<String, Object> record = new LinkedHashMap<>(cells.size() * 4 / 3 + 1);
        for (int column = 0; column < cells.size(); column++) {
            record.put(names.get(column), cells.get(column));
        }
        return record;
    }

    @Override
    public String skip() throws IOException {
        int cells = checked(() -> {
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                count++;
            }
            return count;
        });
        requireFit(cells);
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
