package io.millrace.connector.binary.avro;

import io.millrace.connector.files.FilesConnector;
import io.millrace.connector.testkit.SourceConformance;
import io.millrace.connector.testkit.Specs;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceSpec;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class AvroFileConformanceTest extends SourceConformance {

    private static final Schema SCHEMA = SchemaBuilder.record("item")
            .fields()
            .requiredLong("id")
            .optionalString("name")
            .requiredInt("small")
            .endRecord();

    @TempDir
    private Path directory;

    @BeforeEach
    void writeFiles() throws Exception {
        List<CodecFactory> codecs =
                List.of(CodecFactory.nullCodec(), CodecFactory.deflateCodec(6), CodecFactory.bzip2Codec());
        for (int file = 0; file < 3; file++) {
            List<GenericRecord> records = new ArrayList<>();
            for (int i = 0; i < 700; i++) {
                records.add(item(file * 1000 + i, i % 5 == 0 ? null : "näme " + "x".repeat(i % 50), i % 100));
            }
            Files.write(directory.resolve("part-" + file + ".avro"), Written.file(SCHEMA, records, codecs.get(file)));
        }
    }

    private static GenericRecord item(long id, String name, int small) {
        return new GenericRecordBuilder(SCHEMA)
                .set("id", id)
                .set("name", name)
                .set("small", small)
                .build();
    }

    private SourceSpec spec(String pattern) {
        return Specs.of(
                new FilesConnector(),
                Optional.of(new AvroFormat()),
                List.of(
                        column("NAME", Type.VARCHAR, null),
                        column("position", Type.BIGINT, "offset"),
                        column("id", Type.BIGINT, null),
                        column("small", Type.TINYINT, null)),
                directory,
                Map.of("path", ".", "pattern", pattern));
    }

    private static SourceColumn column(String name, Type type, String metadata) {
        return new SourceColumn(new Field(name, type, true), Optional.ofNullable(metadata));
    }

    @Override
    protected SourceSpec spec() {
        return spec("*.avro");
    }

    @Override
    protected boolean admitsByRows() {
        return false;
    }

    @Override
    protected Optional<String> vanish() throws Exception {
        Path file = directory.resolve("part-1.avro");
        Files.delete(file);
        return Optional.of(file.toString());
    }

    @Override
    protected Optional<SourceSpec> specWithBadRecords() throws Exception {
        List<GenericRecord> records =
                List.of(item(1, "a", 1), item(2, "b", 1000), item(3, "c", 3), item(4, "d", -129), item(5, "e", 5));
        Files.write(directory.resolve("some.bad"), Written.file(SCHEMA, records, CodecFactory.nullCodec()));
        return Optional.of(spec("*.bad"));
    }
}
