package io.millrace.connector.binary.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is damaged is an error about the file, never one about the server. */
class DamagedParquetTest {

    @TempDir
    private Path directory;

    private final ParquetFormat format = new ParquetFormat();

    private static long read(ParquetFormat format, Path path, List<SourceColumn> columns) throws IOException {
        BlockFormat blocks = format.bind(columns, Options.check("format", format.options(), Map.of()))
                .blocks()
                .orElseThrow();
        long rows = 0;
        try (FileChannel channel = FileChannel.open(path)) {
            List<Long> ends = blocks.ends(channel, 0, Long.MAX_VALUE);
            BlockFormat.Reader reader = blocks.open(
                    channel,
                    0,
                    ends.get(ends.size() - 1),
                    IntStream.range(0, columns.size()).toArray(),
                    new CollectedRejects());
            while (reader.advance()) {
                rows += reader.page().size();
            }
        }
        return rows;
    }

    private List<SourceColumn> columns(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            return format.columnsOf(channel, Options.check("format", format.options(), Map.of()));
        }
    }

    @Test
    void anyByteMayBeWrong() throws Exception {
        Path file = directory.resolve("whole.parquet");
        DuckDb.write(
                "SELECT i AS id, CASE WHEN i % 5 <> 0 THEN 'name ' || (i % 9) END AS name, [i, NULL] AS list,"
                        + " i / 7 AS rough, CAST(i AS DECIMAL(30, 2)) AS wide FROM range(300) AS numbers(i)",
                file, ", ROW_GROUP_SIZE 128");
        List<SourceColumn> columns = columns(file);
        assertThat(read(format, file, columns)).isEqualTo(300);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(7);
        Path broken = directory.resolve("broken.parquet");
        int refused = 0;
        for (int i = 0; i < 1500; i++) {
            byte[] bytes = whole.clone();
            int at = i % 2 == 0 ? random.nextInt(whole.length) : whole.length - 8 - random.nextInt(whole.length / 3);
            bytes[at] = (byte) (i % 3 == 0 ? bytes[at] ^ 1 << random.nextInt(8) : random.nextInt());
            Files.write(broken, bytes);
            try {
                read(format, broken, columns);
                columns(broken);
            } catch (IOException | MillraceException e) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("byte " + at + " is " + bytes[at] + ", was " + whole[at], e);
            }
        }
        assertThat(refused).isGreaterThan(200);
    }

    @Test
    void damagedDirectorySaysSo() throws Exception {
        Path file = directory.resolve("one.parquet");
        DuckDb.write("SELECT i AS id FROM range(300) AS numbers(i)", file, "");
        byte[] bytes = Files.readAllBytes(file);
        for (int i = bytes.length - 60; i < bytes.length - 8; i++) {
            bytes[i] = (byte) 0xff;
        }
        Files.write(file, bytes);
        assertThatThrownBy(() -> columns(file)).isInstanceOf(IOException.class);
    }

    /** A file of one page of a column {@code v} that is not full. */
    private Path handmade(SchemaElement element, PageHeader page, byte[] bytes) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        page.setCompressed_page_size(bytes.length);
        page.setUncompressed_page_size(bytes.length);
        Util.writePageHeader(page, file);
        file.write(bytes);
        int size = file.size() - 4;
        ColumnMetaData chunk = new ColumnMetaData(
                element.getType(), List.of(), List.of("v"), CompressionCodec.SNAPPY, 3, size, size, 4);
        RowGroup group = new RowGroup(List.of(new ColumnChunk(0).setMeta_data(chunk)), size, 3);
        SchemaElement root = new SchemaElement("root").setNum_children(1);
        int start = file.size();
        Util.writeFileMetaData(new FileMetaData(1, List.of(root, element), 3, List.of(group)), file);
        int length = file.size() - start;
        file.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .array());
        file.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        return Files.write(directory.resolve("handmade.parquet"), file.toByteArray());
    }

    private static SchemaElement element(Type type) {
        return new SchemaElement("v").setType(type).setRepetition_type(FieldRepetitionType.OPTIONAL);
    }

    @Test
    void pageOfNothingButNullHasNoBytesToOpen() throws Exception {
        PageHeader page = new PageHeader(PageType.DATA_PAGE_V2, 0, 0);
        page.setData_page_header_v2(
                new DataPageHeaderV2(3, 3, 3, Encoding.RLE_DICTIONARY, 2, 0).setIs_compressed(true));
        Path file = handmade(element(Type.INT64), page, new byte[] {6, 0});
        assertThat(read(format, file, columns(file))).isEqualTo(3);
    }

    @Test
    void levelsOfOldWritersAreRefused() throws Exception {
        PageHeader page = new PageHeader(PageType.DATA_PAGE, 0, 0);
        page.setData_page_header(new DataPageHeader(3, Encoding.PLAIN, Encoding.BIT_PACKED, Encoding.RLE));
        Path file = handmade(element(Type.INT64), page, new byte[] {1, 0, 0});
        assertThatThrownBy(() -> read(format, file, columns(file)))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("levels written as BIT_PACKED");
    }

    @Test
    void columnOfTooManyDigitsIsLeftOut() throws Exception {
        SchemaElement wide = element(Type.BYTE_ARRAY).setLogicalType(LogicalType.DECIMAL(new DecimalType(2, 39)));
        Path file = handmade(wide, new PageHeader(PageType.INDEX_PAGE, 0, 0), new byte[0]);
        assertThat(columns(file)).isEmpty();
        SchemaElement most = element(Type.BYTE_ARRAY).setLogicalType(LogicalType.DECIMAL(new DecimalType(2, 38)));
        assertThat(columns(handmade(most, new PageHeader(PageType.INDEX_PAGE, 0, 0), new byte[0])))
                .hasSize(1);
    }
}
