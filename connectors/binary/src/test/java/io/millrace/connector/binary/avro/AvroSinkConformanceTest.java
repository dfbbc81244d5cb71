package io.millrace.connector.binary.avro;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.io.TempDir;

class AvroSinkConformanceTest extends SinkConformance {

    private final FilesConnector connector = new FilesConnector();

    @TempDir
    private Path directory;

    private boolean opened;

    private Options options() {
        return Options.check(
                "connector 'files'",
                connector.sinkOptions(),
                Map.of("path", "out", "partition.by", "part", "existing", "replace"));
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
                "s", rowType(), Optional.empty(), options(), Optional.of(new AvroFormat()), directory);
        boolean again = opened;
        opened = true;
        return again ? connector.reopenSink(definition) : connector.openSink(definition);
    }

    /** As Avro's own library counts. */
    @Override
    protected long stored(Sink sink) throws IOException {
        long stored = 0;
        try (Stream<Path> files = Files.walk(directory.resolve("out"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".avro")).toList()) {
                try (DataFileReader<GenericRecord> reader =
                        new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
                    while (reader.hasNext()) {
                        reader.next();
                        stored++;
                    }
                }
            }
        }
        return stored;
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
