package io.millrace.connector.binary.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.connector.testkit.PageText;
import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.UuidBytes;
import io.millrace.spi.data.builder.ArrayColumnBuilder;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerWriterTest {

    private static final RowType ROWS = new RowType(List.of(
            new Field("id", Type.BIGINT, false),
            new Field("flag", Type.BOOLEAN, true),
            new Field("small", Type.TINYINT, true),
            new Field("little", Type.REAL, true),
            new Field("big", Type.DOUBLE, true),
            new Field("price", Type.decimal(10, 2), true),
            new Field("wide", Type.decimal(30, 3), true),
            new Field("name", Type.VARCHAR, true),
            new Field("raw", Type.VARBINARY, true),
            new Field("u", Type.UUID, true),
            new Field("day", Type.DATE, true),
            new Field("t", Type.TIME, true),
            new Field("ts", Type.TIMESTAMP, true),
            new Field("lts", Type.TIMESTAMP_LTZ, true),
            new Field("tags", new ArrayType(Type.VARCHAR, true), true)));

    private final AvroFormat format = new AvroFormat();
    private final Options options = Options.check("format", format.options(), Map.of());

    @TempDir
    private Path directory;

    private static Page rows() {
        PageBuilder page = new PageBuilder(ROWS);
        for (int i = 0; i < 300; i++) {
            ((LongColumnBuilder) page.column(0)).append(i * 1_000_000_007L - 5);
            if (i % 7 == 3) {
                IntStream.range(1, ROWS.size())
                        .forEach(column -> page.column(column).appendNull());
                page.endRow();
                continue;
            }
            ((BooleanColumnBuilder) page.column(1)).append(i % 2 == 0);
            ((IntColumnBuilder) page.column(2)).append(i % 256 - 128);
            ((DoubleColumnBuilder) page.column(3)).append(i / 4.0);
            ((DoubleColumnBuilder) page.column(4)).append(-i / 3.0);
            ((LongColumnBuilder) page.column(5)).append((i - 128) * 77_777L);
            ((DecimalColumnBuilder) page.column(6))
                    .append(new BigDecimal("12345678901234567890.125").multiply(BigDecimal.valueOf(i - 9)));
            ((BytesColumnBuilder) page.column(7)).append("näme " + i);
            ((BytesColumnBuilder) page.column(8)).append(new byte[] {(byte) i, 0, -1});
            ((BytesColumnBuilder) page.column(9)).append(UuidBytes.of(new UUID(i, -i)));
            ((IntColumnBuilder) page.column(10)).append(i - 100);
            ((IntColumnBuilder) page.column(11)).append(i * 1000);
            ((LongColumnBuilder) page.column(12)).append(i * 86_399_999L - 7);
            ((LongColumnBuilder) page.column(13)).append(i);
            ArrayColumnBuilder tags = (ArrayColumnBuilder) page.column(14);
            for (int tag = 0; tag < i % 3; tag++) {
                ((BytesColumnBuilder) tags.elements()).append("t" + tag);
            }
            tags.endArray();
            page.endRow();
        }
        return page.build();
    }

    private Path written(Page page) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int from = 0; from < page.size(); from += 100) {
            RecordWriter writer = format.writer(ROWS, options); // another one for each batch, as sinks have
            if (from == 0) {
                bytes.write(writer.header());
            }
            for (int row = from; row < from + 100; row++) {
                writer.append(page, row);
            }
            writer.writeTo(bytes);
            writer.writeTo(bytes);
        }
        return Files.write(directory.resolve("rows.avro"), bytes.toByteArray());
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Page page = rows();
        Path file = written(page);
        List<SourceColumn> columns;
        try (FileChannel channel = FileChannel.open(file)) {
            columns = format.columnsOf(channel, options);
        }
        assertThat(columns.stream().map(SourceColumn::field).map(Field::name))
                .containsExactlyElementsOf(
                        ROWS.fields().stream().map(Field::name).toList());
        List<SourceColumn> declared = ROWS.fields().stream()
                .map(field -> new SourceColumn(field, Optional.empty()))
                .toList();
        BlockFormat blocks = format.bind(declared, options).blocks().orElseThrow();
        List<String> rows = new ArrayList<>();
        CollectedRejects rejects = new CollectedRejects();
        try (FileChannel channel = FileChannel.open(file)) {
            assertThat(blocks.ends(channel, 0, Long.MAX_VALUE)).hasSize(3);
            BlockFormat.Reader reader = blocks.open(
                    channel, 0, channel.size(), IntStream.range(0, ROWS.size()).toArray(), rejects);
            while (reader.advance()) {
                rows.addAll(PageText.of(reader.page()));
            }
        }
        assertThat(rejects.all()).isEmpty();
        assertThat(rows).isEqualTo(PageText.of(page));
    }

    @Test
    void otherReadersReadIt() throws Exception {
        Page page = rows();
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(written(page).toFile(), new GenericDatumReader<>())) {
            GenericRecord first = reader.next();
            assertThat(first.get("id")).isEqualTo(-5L);
            assertThat(first.get("flag")).isEqualTo(true);
            assertThat(first.get("big")).isEqualTo(0.0);
            assertThat(first.get("name")).hasToString("näme 0");
            assertThat(first.get("u")).hasToString(new UUID(0, 0).toString());
            assertThat(first.get("tags")).hasToString("[]");
            long count = 1;
            while (reader.hasNext()) {
                reader.next();
                count++;
            }
            assertThat(count).isEqualTo(page.size());
        }
    }

    @Test
    void namesThatAvroDoesNotAllowAreRefused() {
        RowType rowType = new RowType(List.of(new Field("a b", Type.BIGINT, false)));
        assertThatThrownBy(() -> format.writer(rowType, options)).hasMessageContaining("give it one of letters");
    }
}
