package io.millrace.connector.binary.parquet;

import io.millrace.connector.binary.parquet.output.GroupReading;
import io.millrace.connector.binary.parquet.output.PageCompression;
import io.millrace.connector.binary.parquet.output.PieceWriter;
import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.parquet.format.FileMetaData;

/** Files of Parquet, of which only the columns are read that somebody asks for. */
public final class ParquetFormat implements Format {

    private static final List<String> COMPRESSIONS = Arrays.stream(PageCompression.values())
            .map(PageCompression::sqlName)
            .toList();

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public RecordFormat bind(List<SourceColumn> columns, Options options) {
        return new Bound(columns);
    }

    @Override
    public List<SourceColumn> columnsOf(FileChannel file, Options options) throws IOException {
        return FoundColumns.of(new FileColumns(ParquetFooter.read(file), List.of()).readable());
    }

    @Override
    public RecordWriter writer(RowType rowType, Options options) {
        String given = options.string("compression").orElse(COMPRESSIONS.get(0)).toLowerCase(Locale.ROOT);
        PageCompression compression = Arrays.stream(PageCompression.values())
                .filter(one -> one.sqlName().equals(given))
                .findFirst()
                .orElse(PageCompression.NONE); // what is no name of one, the connector refuses
        return new PieceWriter(rowType, compression, ParquetFormat::readAgain);
    }

    @Override
    public List<String> compressions() {
        return COMPRESSIONS;
    }

    private static void readAgain(
            FileChannel channel, FileMetaData directory, RowType rowType, GroupReading.Target target)
            throws IOException {
        List<SourceColumn> columns = rowType.fields().stream()
                .map(field -> new SourceColumn(field, Optional.empty()))
                .toList();
        ParquetFooter footer = new ParquetFooter(directory, channel.size());
        RejectedRows none = (raw, start, length, position, code, text) -> {
            throw new IllegalStateException("what was written cannot be read: " + text);
        };
        int[] all = IntStream.range(0, columns.size()).toArray();
        GroupReader reader =
                new GroupReader(channel, footer, new FileColumns(footer, columns), all, 0, footer.size(), none);
        while (reader.advance()) {
            target.accept(reader.page());
        }
    }

    private record Bound(List<SourceColumn> columns) implements RecordFormat {

        @Override
        public RecordParser parser(int[] asked) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED, "format 'parquet' is one of files, which connector = 'files' reads");
        }

        @Override
        public boolean splittable() {
            return false;
        }

        @Override
        public boolean header() {
            return false;
        }

        @Override
        public Optional<BlockFormat> blocks() {
            return Optional.of(new ParquetFiles(columns));
        }
    }
}
