package io.millrace.connector.formats.text;

import io.millrace.connector.formats.BoundColumns;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;

/** Plain lines: the only column holds the line without its end; an empty line is an empty string. */
public final class TextFormat implements Format {

    @Override
    public String name() {
        return "text";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public RecordFormat bind(List<SourceColumn> columns, Options options) {
        List<SourceColumn> ofRecord = BoundColumns.ofRecord(columns);
        checkOne(ofRecord.stream().map(SourceColumn::field).toList());
        return new TextRecordFormat(columns);
    }

    @Override
    public RecordWriter writer(RowType rowType, Options options) {
        checkOne(rowType.fields());
        return new TextWriter();
    }

    private static void checkOne(List<Field> fields) {
        TypeKind kind = fields.size() == 1 ? fields.get(0).type().kind() : null;
        if (kind != TypeKind.VARCHAR && kind != TypeKind.CHAR) {
            throw new MillraceException(
                    ErrorCode.INVALID_DEFINITION,
                    "format 'text' needs exactly one column, of type VARCHAR, that takes each line as a whole");
        }
    }

    private record TextRecordFormat(List<SourceColumn> columns) implements RecordFormat {

        @Override
        public RecordParser parser(int[] indexes) {
            SourceColumn line = BoundColumns.ofRecord(columns).get(0);
            return new TextParser(line, BoundColumns.choose(columns, indexes));
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
