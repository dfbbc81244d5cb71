package io.millrace.connector.binary.avro;

import io.millrace.connector.binary.BlockFileConformance;
import io.millrace.spi.connector.SourceSpec;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.BeforeEach;

class AvroFileConformanceTest extends BlockFileConformance {

    private static final Schema SCHEMA = SchemaBuilder.record("item")
            .fields()
            .requiredLong("id")
            .optionalString("name")
            .requiredInt("small")
            .endRecord();

    AvroFileConformanceTest() {
        super(new AvroFormat());
    }

    @BeforeEach
    void writeFiles() throws Exception {
        List<CodecFactory> codecs =
                List.of(CodecFactory.nullCodec(), CodecFactory.deflateCodec(6), CodecFactory.bzip2Codec());
        for (int file = 0; file < 3; file++) {
            List<GenericRecord> records = new ArrayList<>();
            for (int i = 0; i < 700; i++) {
                records.add(item(file * 1000 + i, i % 5 == 0 ? null : "näme " + "x".repeat(i % 50), i % 100));
            }
            Files.write(part(file), Written.file(SCHEMA, records, codecs.get(file)));
        }
    }

    private static GenericRecord item(long id, String name, int small) {
        return new GenericRecordBuilder(SCHEMA)
                .set("id", id)
                .set("name", name)
                .set("small", small)
                .build();
    }

    @Override
    protected Optional<SourceSpec> specWithBadRecords() throws Exception {
        List<GenericRecord> records =
                List.of(item(1, "a", 1), item(2, "b", 1000), item(3, "c", 3), item(4, "d", -129), item(5, "e", 5));
        Files.write(directory.resolve("some.bad"), Written.file(SCHEMA, records, CodecFactory.nullCodec()));
        return Optional.of(spec("*.bad"));
    }
}
