package io.millrace.connector.formats.csv;

import io.millrace.connector.formats.BoundColumns;
import io.millrace.connector.formats.ScalarReader;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * Comma-separated values (RFC 4180).
 *
 * <p>Without a header the fields are the columns in declared order; with one, columns are found by their names in it, without
 * regard to case. Blank lines are skipped.
 */
public final class CsvFormat implements Format {

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.withDefault("delimiter", Kind.STRING, ",", "the character between fields; '\\t' is a tab"),
                Option.withDefault(
                        "quote", Kind.STRING, "\"", "the character around quoted fields, doubled within them"),
                Option.withDefault(
                        "header", Kind.BOOLEAN, "false", "whether the first line of each file names its columns"),
                Option.withDefault("null", Kind.STRING, "", "what an unquoted field holds when it is NULL"),
                Option.withDefault(
                        "multiline",
                        Kind.BOOLEAN,
                        "true",
                        "whether quoted fields may hold line ends; 'false' lets one large file be read in parallel"));
    }

    @Override
    public RecordFormat bind(List<SourceColumn> columns, Options options) {
        for (SourceColumn column : BoundColumns.ofRecord(columns)) {
            if (!ScalarReader.canRead(column.field().type())) {
                throw BoundColumns.unsupported(name(), column);
            }
        }
        return new CsvRecordFormat(columns, CsvSyntax.of(options));
    }

    @Override
    public List<SourceColumn> columnsOf(FileChannel file, Options options) throws IOException {
        CsvSyntax syntax = CsvSyntax.of(options);
        return syntax.header() ? SampledColumns.of(file, syntax) : List.of();
    }

    @Override
    public RecordWriter writer(RowType rowType, Options options) {
        for (Field field : rowType.fields()) {
            if (!ScalarReader.canRead(field.type())) {
                throw BoundColumns.unsupported(name(), field);
            }
        }
        return new CsvWriter(rowType, CsvSyntax.of(options));
    }

    private record CsvRecordFormat(List<SourceColumn> columns, CsvSyntax syntax) implements RecordFormat {

        @Override
        public RecordParser parser(int[] indexes) {
            return new CsvParser(columns, indexes, syntax);
        }

        @Override
        public boolean splittable() {
            return !syntax.multiline();
        }

        @Override
        public boolean header() {
            return syntax.header();
        }
    }
}
