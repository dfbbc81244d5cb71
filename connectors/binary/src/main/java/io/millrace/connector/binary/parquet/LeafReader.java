package io.millrace.connector.binary.parquet;

import io.millrace.connector.binary.ValueFault;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** Reads the values of one column of one row group into a column, page by page. */
final class LeafReader {

    private static final int FIXED_LENGTH_UNKNOWN = -1;

    private final Leaf leaf;
    private final Field field;
    private final ColumnBuilder column;
    private final LeafValues target;
    private final ColumnMetaData chunk;
    private final ChunkInput in;
    private final ColumnDescriptor descriptor;
    private final Refusals refusals;
    private final int size;

    private Dictionary dictionary;
    private ByteDictionary byteDictionary;
    private PageValues values;
    /** Which values of the page are there; null where all are. */
    private RunLengthBitPackingHybridDecoder levels;

    private int left;

    /** @param column where values go; null where they are only checked */
    LeafReader(FileChannel channel, Leaf leaf, Field field, ColumnMetaData chunk, ColumnBuilder column, Refusals refusals) {
        this.leaf = leaf;
        this.field = field;
        this.column = column;
        this.target = LeafValues.of(leaf, field, column);
        this.chunk = chunk;
        this.refusals = refusals;
        this.in = new ChunkInput(channel, ParquetFooter.start(chunk));
        Type type = leaf.element().getType();
        this.size = type == Type.FIXED_LEN_BYTE_ARRAY
                ? leaf.element().getType_length()
                : type == Type.INT96 ? 3 * Integer.BYTES : FIXED_LENGTH_UNKNOWN;
        PrimitiveTypeName name =
                type == Type.BYTE_ARRAY ? PrimitiveTypeName.BINARY : PrimitiveTypeName.valueOf(type.name());
        PrimitiveType primitive = name == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                ? Types.required(name).length(size).named(leaf.path())
                : Types.required(name).named(leaf.path());
        this.descriptor = new ColumnDescriptor(new String[] {leaf.path()}, primitive, 0, leaf.definition());
        Decompression.check(chunk.getCodec());
    }

    /** Appends the values of so many rows. */
    void read(int rows) throws IOException {
        int row = 0;
        while (row < rows) {
            if (left == 0) {
                nextPage();
            }
            int count = Math.min(left, rows - row);
            for (int end = row + count; row < end; row++) {
                boolean there = levels == null || levels.readInt() == leaf.definition();
                if (there) {
                    value(row);
                } else {
                    missing(row);
                }
            }
            left -= count;
        }
    }

    private void value(int row) throws IOException {
        try {
            values.next();
        } catch (ValueFault e) {
            refusals.refuse(row, e.code(), "column \"" + field.name() + "\": the value " + e.getMessage());
            appendNull();
        }
    }

    private void missing(int row) {
        if (!field.nullable()) {
            ValueFault fault = ValueFault.nullNotAllowed();
            refusals.refuse(row, fault.code(), "column \"" + field.name() + "\": the value " + fault.getMessage());
        }
        appendNull();
    }

    private void appendNull() {
        if (column != null) {
            column.appendNull();
        }
    }

    private void nextPage() throws IOException {
        while (left == 0) {
            PageHeader header = Util.readPageHeader(in);
            byte[] bytes = in.take(header.getCompressed_page_size());
            switch (header.getType()) {
                case DICTIONARY_PAGE -> dictionary(header, bytes);
                case DATA_PAGE -> data(header, header.getData_page_header(), bytes);
                case DATA_PAGE_V2 -> data(header, header.getData_page_header_v2(), bytes);
                case INDEX_PAGE -> {}
            }
        }
    }

    private byte[] opened(PageHeader header, byte[] bytes, int start) throws IOException {
        return Decompression.open(
                chunk.getCodec(), bytes, start, bytes.length - start, header.getUncompressed_page_size() - start);
    }

    private boolean isBytes() {
        return target.bytes() != null;
    }

    private void dictionary(PageHeader header, byte[] bytes) throws IOException {
        byte[] content = opened(header, bytes, 0);
        int count = header.getDictionary_page_header().getNum_values();
        if (isBytes()) {
            byteDictionary = new ByteDictionary(content, count, size);
        } else {
            DictionaryPage page = new DictionaryPage(BytesInput.from(content), count, Encoding.PLAIN_DICTIONARY);
            dictionary = Encoding.PLAIN_DICTIONARY.initDictionary(descriptor, page);
        }
    }

    private void data(PageHeader header, DataPageHeader page, byte[] bytes) throws IOException {
        byte[] content = opened(header, bytes, 0);
        int start = 0;
        levels = null;
        if (leaf.definition() > 0) {
            int length = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt();
            levels = levels(content, Integer.BYTES, length);
            start = Integer.BYTES + length;
        }
        begin(content, start, page.getNum_values(), page.getEncoding());
    }

    private void data(PageHeader header, DataPageHeaderV2 page, byte[] bytes) throws IOException {
        int repetition = page.getRepetition_levels_byte_length();
        int start = repetition + page.getDefinition_levels_byte_length();
        levels = leaf.definition() == 0 || page.getNum_nulls() == 0
                ? null
                : levels(bytes, repetition, page.getDefinition_levels_byte_length());
        boolean compressed = page.isIs_compressed();
        byte[] content = compressed ? opened(header, bytes, start) : bytes;
        begin(content, compressed ? 0 : start, page.getNum_values(), page.getEncoding());
    }

    private RunLengthBitPackingHybridDecoder levels(byte[] bytes, int start, int length) throws IOException {
        if (length < 0 || length > bytes.length - start) {
            throw new IOException("a page is damaged");
        }
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(leaf.definition());
        return new RunLengthBitPackingHybridDecoder(width, new ByteArrayInputStream(bytes, start, length));
    }

    private void begin(byte[] content, int start, int count, org.apache.parquet.format.Encoding written)
            throws IOException {
        left = count;
        Encoding encoding = Encoding.valueOf(written.name());
        if (isBytes() && encoding == Encoding.PLAIN) {
            values = ByteValues.plain(content, start, size, target.bytes());
            return;
        }
        if (isBytes() && encoding.usesDictionary() && byteDictionary != null) {
            values = ByteValues.numbered(content, start, byteDictionary, target.bytes());
            return;
        }
        ValuesReader reader = encoding.usesDictionary()
                ? encoding.getDictionaryBasedValuesReader(descriptor, ValuesType.VALUES, dictionary)
                : encoding.getValuesReader(descriptor, ValuesType.VALUES);
        reader.initFromPage(
                count, ByteBufferInputStream.wrap(ByteBuffer.wrap(content, start, content.length - start)));
        LeafValues.NumberStep step = target.numbers();
        values = isBytes() ? ByteValues.decoded(reader, target.bytes()) : () -> step.read(reader);
    }
}
