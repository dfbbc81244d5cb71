package io.millrace.connector.formats;

import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.connector.testkit.ParserFeed;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Short ways to declare columns and to parse a text with them. */
public final class Columnar {

    private Columnar() {}

    public static SourceColumn column(String name, Type type) {
        return new SourceColumn(new Field(name, type, true), Optional.empty());
    }

    public static SourceColumn notNull(String name, Type type) {
        return new SourceColumn(new Field(name, type, false), Optional.empty());
    }

    public static RecordFormat bind(Format format, List<SourceColumn> columns, Map<String, String> options) {
        return format.bind(columns, Options.check("format '" + format.name() + "'", format.options(), options));
    }

    /** The rows of a text in which no record may be refused. */
    public static List<String> rows(RecordFormat format, int columns, String text) {
        CollectedRejects rejects = new CollectedRejects();
        List<String> rows =
                ParserFeed.whole(format.parser(IntStream.range(0, columns).toArray()), text, rejects);
        if (!rejects.all().isEmpty()) {
            throw new AssertionError("refused: " + rejects.all());
        }
        return rows;
    }

    /** The records of a text that are refused. */
    public static List<CollectedRejects.Reject> rejects(RecordFormat format, int columns, String text) {
        CollectedRejects rejects = new CollectedRejects();
        ParserFeed.whole(format.parser(IntStream.range(0, columns).toArray()), text, rejects);
        return rejects.all();
    }
}
