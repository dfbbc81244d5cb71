package io.millrace.connector.binary.parquet;

import io.millrace.connector.files.FilesConnector;
import io.millrace.connector.testkit.SinkConformance;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A file for each batch, which another database counts. */
class ParquetSinkConformanceTest extends SinkConformance {

    private final FilesConnector connector = new FilesConnector();

    @TempDir
    private Path directory;

    private boolean opened;

    private Options options() {
        return Options.check(
                "connector 'files'",
                connector.sinkOptions(),
                Map.of("path", "out", "partition.by", "part", "existing", "replace", "roll.size", "1 B"));
    }

    @Override
    protected RowType rowType() {
        return new RowType(List.of(
                new Field("id", Type.BIGINT, false),
                new Field("part", Type.BIGINT, false),
                new Field("name", Type.VARCHAR, true)));
    }

    @Override
    protected SinkCapabilities capabilities() {
        return connector.sinkCapabilities(options());
    }

    @Override
    protected Sink open() {
        SinkDefinition definition = new SinkDefinition(
                "s", rowType(), Optional.empty(), options(), Optional.of(new ParquetFormat()), directory);
        boolean again = opened;
        opened = true;
        return again ? connector.reopenSink(definition) : connector.openSink(definition);
    }

    @Override
    protected long stored(Sink sink) throws IOException, SQLException {
        try (Stream<Path> files = Files.walk(directory.resolve("out"))) {
            if (files.noneMatch(file -> file.toString().endsWith(".parquet"))) {
                return 0;
            }
        }
        String all = directory.resolve("out") + "/**/*.parquet";
        return Long.parseLong(DuckDb.rows("SELECT COUNT(*) FROM read_parquet('" + all + "', hive_partitioning = false)")
                .get(0));
    }

    @Override
    protected void append(PageBuilder page, int number) {
        ((LongColumnBuilder) page.column(0)).append(number);
        ((LongColumnBuilder) page.column(1)).append(number % 3);
        if (number % 2 == 0) {
            page.column(2).appendNull();
        } else {
            ((BytesColumnBuilder) page.column(2)).append("name " + number);
        }
    }
}
