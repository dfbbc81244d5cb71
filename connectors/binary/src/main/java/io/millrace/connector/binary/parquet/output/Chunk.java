package io.millrace.connector.binary.parquet.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.PrimitiveType;

/** The pages of one column of a row group, compressed, in memory. */
final class Chunk implements PageWriter {

    /** Longer bounds cost every reader more than they spare. */
    private static final int MOST_BOUND = 64;

    private final ColumnDescriptor column;
    private final PageCompression compression;
    private final ByteArrayOutputStream dictionary = new ByteArrayOutputStream();
    private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
    private final Set<org.apache.parquet.format.Encoding> encodings = new TreeSet<>();
    private final Statistics<?> statistics;
    private long values;
    private long opened;

    Chunk(ColumnDescriptor column, PageCompression compression) {
        this.column = column;
        this.compression = compression;
        this.statistics = Statistics.createStats(column.getPrimitiveType());
    }

    static Type written(PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case BINARY -> Type.BYTE_ARRAY;
            case BOOLEAN -> Type.BOOLEAN;
            case INT32 -> Type.INT32;
            case INT64 -> Type.INT64;
            case INT96 -> Type.INT96;
            case FLOAT -> Type.FLOAT;
            case DOUBLE -> Type.DOUBLE;
            case FIXED_LEN_BYTE_ARRAY -> Type.FIXED_LEN_BYTE_ARRAY;
        };
    }

    private org.apache.parquet.format.Encoding noted(Encoding encoding) {
        org.apache.parquet.format.Encoding written = org.apache.parquet.format.Encoding.valueOf(encoding.name());
        encodings.add(written);
        return written;
    }

    private void write(PageHeader header, byte[] packed, ByteArrayOutputStream to) throws IOException {
        int before = to.size();
        Util.writePageHeader(header, to);
        opened += to.size() - before + header.getUncompressed_page_size();
        to.write(packed);
    }

    @Override
    public void writePage(
            BytesInput bytes,
            int valueCount,
            int rowCount,
            Statistics<?> found,
            Encoding repetition,
            Encoding definition,
            Encoding valuesWritten)
            throws IOException {
        byte[] page = bytes.toByteArray();
        byte[] packed = compression.pack(page);
        PageHeader header = new PageHeader(PageType.DATA_PAGE, page.length, packed.length);
        header.setData_page_header(
                new DataPageHeader(valueCount, noted(valuesWritten), noted(definition), noted(repetition)));
        write(header, packed, pages);
        statistics.mergeStatistics(found);
        values += valueCount;
    }

    @Override
    public void writePage(
            BytesInput bytes,
            int valueCount,
            int rowCount,
            Statistics<?> found,
            SizeStatistics sizes,
            GeospatialStatistics places,
            Encoding repetition,
            Encoding definition,
            Encoding valuesWritten)
            throws IOException {
        writePage(bytes, valueCount, rowCount, found, repetition, definition, valuesWritten);
    }

    @Override
    public void writePage(
            BytesInput bytes,
            int valueCount,
            Statistics<?> found,
            Encoding repetition,
            Encoding definition,
            Encoding valuesWritten)
            throws IOException {
        writePage(bytes, valueCount, valueCount, found, repetition, definition, valuesWritten);
    }

    @Override
    public void writePageV2(
            int rowCount,
            int nullCount,
            int valueCount,
            BytesInput repetitionLevels,
            BytesInput definitionLevels,
            Encoding encoding,
            BytesInput data,
            Statistics<?> found) {
        throw new IllegalStateException("pages of version 1 are written");
    }

    @Override
    public void writeDictionaryPage(DictionaryPage page) throws IOException {
        byte[] content = page.getBytes().toByteArray();
        byte[] packed = compression.pack(content);
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, content.length, packed.length);
        header.setDictionary_page_header(new DictionaryPageHeader(page.getDictionarySize(), noted(page.getEncoding())));
        write(header, packed, dictionary);
    }

    @Override
    public long getMemSize() {
        return (long) dictionary.size() + pages.size();
    }

    @Override
    public long allocatedSize() {
        return getMemSize();
    }

    @Override
    public String memUsageString(String prefix) {
        return prefix + " " + getMemSize() + " bytes";
    }

    long opened() {
        return opened;
    }

    /** Writes the pages, and says where they are: from byte {@code start} on. */
    ColumnChunk writeTo(ByteArrayOutputStream out, long start) throws IOException {
        dictionary.writeTo(out);
        pages.writeTo(out);
        ColumnMetaData about = new ColumnMetaData(
                written(column.getPrimitiveType()),
                List.copyOf(encodings),
                List.of(column.getPath()),
                compression.codec(),
                values,
                opened,
                getMemSize(),
                start + dictionary.size());
        if (dictionary.size() > 0) {
            about.setDictionary_page_offset(start);
        }
        about.setStatistics(bounds());
        return new ColumnChunk(0).setMeta_data(about);
    }

    private org.apache.parquet.format.Statistics bounds() {
        org.apache.parquet.format.Statistics bounds = new org.apache.parquet.format.Statistics();
        bounds.setNull_count(statistics.getNumNulls());
        if (statistics.hasNonNullValue()
                && statistics.getMinBytes().length <= MOST_BOUND
                && statistics.getMaxBytes().length <= MOST_BOUND) {
            bounds.setMin_value(statistics.getMinBytes());
            bounds.setMax_value(statistics.getMaxBytes());
        }
        return bounds;
    }

    /** Those of the columns of a row group. */
    static List<Chunk> of(List<ColumnDescriptor> columns, PageCompression compression) {
        List<Chunk> chunks = new ArrayList<>();
        columns.forEach(column -> chunks.add(new Chunk(column, compression)));
        return chunks;
    }
}
