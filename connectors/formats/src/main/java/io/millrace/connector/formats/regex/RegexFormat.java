package io.millrace.connector.formats.regex;

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
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/** Lines such as those of logs: a regular expression takes each apart, and its named groups are the columns. */
public final class RegexFormat implements Format {

    @Override
    public String name() {
        return "regex";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.required(
                        "regex",
                        Kind.STRING,
                        "the expression that each line matches as a whole, with a named group for each column, such as '(?<level>[A-Z]+) (?<message>.*)'"),
                Option.optional("null", Kind.STRING, "what a group matches when it is NULL, such as '-'"));
    }

    @Override
    public RecordFormat bind(List<SourceColumn> columns, Options options) {
        for (SourceColumn column : BoundColumns.ofRecord(columns)) {
            if (!ScalarReader.canRead(column.field().type())) {
                throw BoundColumns.unsupported(name(), column);
            }
        }
        NamedGroups groups = NamedGroups.of(options);
        int[] places = groups.of(BoundColumns.ofRecord(columns));
        return new RegexRecordFormat(columns, groups, places, options.string("null"));
    }

    @Override
    public List<SourceColumn> columnsOf(FileChannel file, Options options) {
        return NamedGroups.of(options).columns();
    }

    @Override
    public RecordWriter writer(RowType rowType, Options options) {
        throw new MillraceException(
                ErrorCode.NOT_SUPPORTED,
                "format 'regex' is only read; write lines with format = 'text' and a query that makes them");
    }

    private record RegexRecordFormat(
            List<SourceColumn> columns, NamedGroups groups, int[] groupOfColumn, Optional<String> nullText)
            implements RecordFormat {

        @Override
        public RecordParser parser(int[] indexes) {
            return new RegexLineParser(columns, indexes, groups.pattern(), groupOfColumn, nullText);
        }

        @Override
        public boolean splittable() {
            return true;
        }

        @Override
        public boolean header() {
            return false;
        }
    }
}
