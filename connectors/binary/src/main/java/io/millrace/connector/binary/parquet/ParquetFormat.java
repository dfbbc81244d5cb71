package io.millrace.connector.binary.parquet;

import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/** Files of Parquet, of which only the columns are read that somebody asks for. */
public final class ParquetFormat implements Format {

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
        throw new MillraceException(
                ErrorCode.NOT_SUPPORTED, "format 'parquet' is only read; write with format = 'json' or 'csv'");
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
