package io.millrace.connector.files;

import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Puts the columns that come from the file itself between those that come from its records. */
final class FileMetadata {

    private static final String FILE = "file";
    private static final String OFFSET = "offset";

    /** For each column asked for, the key of its metadata; null for a column of the record. */
    private final String[] keys;

    private final int[] recordColumns;
    private final byte[] file;

    FileMetadata(List<SourceColumn> columns, int[] asked, String file) {
        this.file = file.getBytes(StandardCharsets.UTF_8);
        keys = new String[asked.length];
        int[] fromRecord = new int[asked.length];
        int count = 0;
        for (int i = 0; i < asked.length; i++) {
            keys[i] = columns.get(asked[i]).metadata().orElse(null);
            if (keys[i] == null) {
                fromRecord[count++] = asked[i];
            }
        }
        recordColumns = Arrays.copyOf(fromRecord, count);
    }

    static void check(List<SourceColumn> columns) {
        for (SourceColumn column : columns) {
            column.metadata().ifPresent(key -> check(column, key));
        }
    }

    private static void check(SourceColumn column, String key) {
        String name = column.field().name();
        TypeKind kind = column.field().type().kind();
        if (!key.equals(FILE) && !key.equals(OFFSET)) {
            throw new MillraceException(
                    ErrorCode.INVALID_DEFINITION,
                    "column \"" + name + "\": connector 'files' has no metadata '" + key
                            + "'; it has 'file' and 'offset'");
        }
        TypeKind needed = key.equals(FILE) ? TypeKind.VARCHAR : TypeKind.BIGINT;
        if (kind != needed) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    "column \"" + name + "\": metadata '" + key + "' is a " + needed.sqlName() + ", not a "
                            + column.field().type().sql());
        }
    }

    /** The columns that the parser must deliver. */
    int[] recordColumns() {
        return recordColumns;
    }

    boolean needsPositions() {
        return Arrays.asList(keys).contains(OFFSET);
    }

    /** The page with all columns asked for. */
    Page complete(Page parsed, long[] positions) {
        if (recordColumns.length == keys.length) {
            return parsed;
        }
        int rows = parsed.size();
        Column[] columns = new Column[keys.length];
        int next = 0;
        for (int i = 0; i < keys.length; i++) {
            columns[i] = keys[i] == null
                    ? parsed.column(next++)
                    : keys[i].equals(FILE) ? fileColumn(rows) : new LongColumn(rows, positions, null);
        }
        return new Page(rows, columns, parsed.weights());
    }

    private Column fileColumn(int rows) {
        int[] lengths = new int[rows];
        Arrays.fill(lengths, file.length);
        return new BytesColumn(rows, file, new int[rows], lengths, null);
    }
}
