package io.staffetta.server.campaign.file;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The objects of a JSON array as rows; the columns are the names of their members, in the order in which they first
 * appear. The first row is the header, as in the other formats, but has no number of its own: objects count from 1.
 */
final class JsonRows implements RawRows {

    private static final int LONGEST_STRING = 1 << 20;

    private final JsonParser parser;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();
    private int row;

    JsonRows(InputStream in) {
        // Every name is known once: there may be any number of ways to write one, and none is remembered.
        JsonFactory factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(LONGEST_STRING)
                        .maxNestingDepth(10)
                        .maxDocumentLength(-1)
                        .build())
                .build();
        parser = factory.createParser(tools.jackson.core.ObjectReadContext.empty(), in);
        try {
            toArray();
        } catch (JacksonException e) {
            throw malformed();
        }
    }

    /** The names seen so far; grows while rows are read. */
    List<String> names() {
        return names;
    }

    @Override
    public @Nullable FileRow next() throws IOException {
        try {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                return null;
            }
            row++;
            if (token != JsonToken.START_OBJECT) {
                throw malformed();
            }
            return new FileRow(row, object());
        } catch (JacksonException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw malformed();
        }
    }

    @Override
    public FileForm form() {
        return new FileForm("json", "UTF-8", null);
    }

    @Override
    public void close() {
        parser.close();
    }

    private void toArray() {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw PeopleFile.empty();
        }
        if (token == JsonToken.START_OBJECT
                && parser.nextToken() == JsonToken.PROPERTY_NAME
                && "recipients".equals(parser.currentName())) {
            token = parser.nextToken();
        }
        if (token != JsonToken.START_ARRAY) {
            throw malformed();
        }
    }

    private List<String> object() {
        String[] cells = new String[names.size()];
        Arrays.fill(cells, "");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            int column = column(parser.currentName());
            if (column >= cells.length) {
                int old = cells.length;
                cells = Arrays.copyOf(cells, column + 1);
                Arrays.fill(cells, old, cells.length, "");
            }
            cells[column] = value(parser.nextToken());
        }
        return Arrays.asList(cells);
    }

    private int column(String written) {
        Integer known = columns.get(written);
        if (known != null) {
            return known;
        }
        // Names are cleaned as cells are. There may be any number of ways to write one: only the clean one is
        // remembered.
        String name = SafeCells.clean(written);
        Integer clean = columns.get(name);
        return clean == null ? newColumn(name) : clean;
    }

    private int newColumn(String name) {
        if (names.size() > FileLimits.DOCUMENTED.columns()) {
            throw PeopleFile.tooManyColumns(FileLimits.DOCUMENTED.columns());
        }
        columns.put(name, names.size());
        names.add(name);
        return names.size() - 1;
    }

    private String value(JsonToken token) {
        return switch (token) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> parser.getString();
            case VALUE_NULL -> "";
            default -> throw malformed();
        };
    }

    private Problem malformed() {
        return new Problem(
                Problem.Kind.INVALID,
                "json_malformed",
                "The recipients are to be an array of flat objects such as {\"phone\":\"+39…\",\"name\":\"…\"}.",
                Map.of("row", Math.max(row, 1)));
    }
}
