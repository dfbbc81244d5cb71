package io.millrace.connector.binary.parquet;

import io.millrace.connector.binary.ValueFault;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.builder.ArrayColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;
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
    /** Some writers leave the heads of pages out of the size of a chunk. */
    private static final int SLACK = 1024;

    private final Leaf leaf;
    private final Field field;
    private final ColumnBuilder column;
    /** What ends rows where each has a list of values; else null. */
    private final ListRows lists;

    private final LeafValues target;
    private final ColumnMetaData chunk;
    private final ChunkInput in;
    private final ColumnDescriptor descriptor;
    private final Refusals refusals;
    private final int size;
    /** The most bytes that a page can have, and how many values the pages so far had. */
    private final long most;

    private long begun;

    private long[] dictionary;
    private ByteDictionary byteDictionary;
    private PageValues values;
    /** Which values of the page are there; null where all are. */
    private Runs levels;
    /** Which values of the page begin a row; null where all do. */
    private Runs repetitions;
    /** How many values of lists were read, and what the next one has told of where it belongs. */
    private long slots;

    private int next;

    private int left;

    /** @param column where values go; null where they are only checked */
    LeafReader(
            FileChannel channel,
            Leaf leaf,
            Field field,
            ColumnMetaData chunk,
            ColumnBuilder column,
            Refusals refusals) {
        this.leaf = leaf;
        this.lists = leaf.isList() ? new ListRows(leaf, field, (ArrayColumnBuilder) column, refusals) : null;
        this.field = leaf.value(field);
        this.column = leaf.isList() && column != null ? ((ArrayColumnBuilder) column).elements() : column;
        this.target = LeafValues.of(leaf, this.field, this.column);
        this.chunk = chunk;
        this.refusals = refusals;
        this.in = new ChunkInput(channel, ParquetFooter.start(chunk));
        this.most = chunk.getTotal_compressed_size() + SLACK;
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
        if (lists != null) {
            readLists(rows);
            return;
        }
        int row = 0;
        while (row < rows) {
            if (left == 0) {
                nextPage();
            }
            int count = Math.min(left, rows - row);
            int known = levels == null ? count : levels.same(count);
            if (known == 0) {
                known = 1;
                step(row, levels.next(), 1);
            } else if (levels == null) {
                values(row, known);
            } else {
                step(row, levels.value(), known);
                levels.pass(known);
            }
            row += known;
            left -= known;
        }
    }

    private void readLists(int rows) throws IOException {
        if (slots == 0) {
            look();
        }
        for (int row = 0; row < rows; row++) {
            lists.begin();
            do {
                int level = levels.next();
                left--;
                slots++;
                if (lists.isSlot(level)) {
                    step(row, level, 1);
                }
                look();
            } while (next > 0);
            lists.end(row);
        }
    }

    /** Looks whether the next value belongs to the same row. */
    private void look() throws IOException {
        next = 0;
        if (slots < chunk.getNum_values()) {
            if (left == 0) {
                nextPage();
            }
            next = repetitions.next();
        }
    }

    /** Reads some rows that all have a value or all have none. */
    private void step(int row, int level, int count) throws IOException {
        if (level == leaf.definition()) {
            values(row, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            missing(row + i);
        }
    }

    private void values(int first, int count) throws IOException {
        int row = first;
        while (row < first + count) {
            try {
                for (; row < first + count; row++) {
                    values.next();
                }
            } catch (ValueFault e) {
                refusals.refuse(row++, e.code(), "column \"" + field.name() + "\": the value " + e.getMessage());
                appendNull();
            }
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
            if (begun >= chunk.getNum_values()) {
                throw new IOException("a column has fewer values than its row group has rows");
            }
            PageHeader header = Util.readPageHeader(in);
            if (header.getCompressed_page_size() > most
                    || header.getUncompressed_page_size() > chunk.getTotal_uncompressed_size() + SLACK) {
                throw new IOException("a page is larger than its column");
            }
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
            dictionary = NumberedNumbers.dictionary(content, count, width());
        }
    }

    private void data(PageHeader header, DataPageHeader page, byte[] bytes) throws IOException {
        checkLevels(leaf.repetition(), page.getRepetition_level_encoding());
        checkLevels(leaf.definition(), page.getDefinition_level_encoding());
        byte[] content = opened(header, bytes, 0);
        int start = 0;
        levels = null;
        if (leaf.repetition() > 0) {
            int length = length(content, start);
            repetitions = runs(content, start + Integer.BYTES, length, leaf.repetition());
            start += Integer.BYTES + length;
        }
        if (leaf.definition() > 0) {
            int length = length(content, start);
            levels = runs(content, start + Integer.BYTES, length, leaf.definition());
            start += Integer.BYTES + length;
        }
        begin(content, start, page.getNum_values(), page.getEncoding());
    }

    private void data(PageHeader header, DataPageHeaderV2 page, byte[] bytes) throws IOException {
        int repetition = page.getRepetition_levels_byte_length();
        int start = repetition + page.getDefinition_levels_byte_length();
        boolean full = leaf.definition() == 0 || (page.getNum_nulls() == 0 && lists == null);
        levels = full ? null : runs(bytes, repetition, page.getDefinition_levels_byte_length(), leaf.definition());
        repetitions = lists == null ? null : runs(bytes, 0, repetition, leaf.repetition());
        boolean compressed = page.isIs_compressed() && bytes.length > start; // nothing is not compressed
        byte[] content = compressed ? opened(header, bytes, start) : bytes;
        begin(content, compressed ? 0 : start, page.getNum_values(), page.getEncoding());
    }

    private static void checkLevels(int most, org.apache.parquet.format.Encoding encoding) {
        if (most > 0 && encoding != org.apache.parquet.format.Encoding.RLE) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "the file has levels written as " + encoding
                            + ", which is not supported; write it anew with a writer of today");
        }
    }

    private static int length(byte[] content, int at) throws IOException {
        if (at > content.length - Integer.BYTES) {
            throw new IOException("a page is damaged");
        }
        return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    private static Runs runs(byte[] bytes, int start, int length, int most) throws IOException {
        if (length < 0 || length > bytes.length - start) {
            throw new IOException("a page is damaged");
        }
        return new Runs(bytes, start, start + length, Integer.SIZE - Integer.numberOfLeadingZeros(most));
    }

    private void begin(byte[] content, int start, int count, org.apache.parquet.format.Encoding written)
            throws IOException {
        if (count < 0) {
            throw new IOException("a page is damaged");
        }
        left = count;
        begun += count;
        if (start == content.length) {
            values = LeafReader::noValue;
            return;
        }
        Encoding encoding = Encoding.valueOf(written.name());
        if (isBytes() && encoding == Encoding.PLAIN) {
            values = ByteValues.plain(content, start, size, target.bytes());
            return;
        }
        if (isBytes() && encoding.usesDictionary() && byteDictionary != null) {
            values = ByteValues.numbered(content, start, byteDictionary, target.bytes());
            return;
        }
        ValuesReader reader = reader(content, start, count, encoding);
        LeafValues.NumberStep step = target.numbers();
        values = isBytes() ? ByteValues.decoded(reader, target.bytes()) : () -> step.read(reader);
    }

    private static void noValue() {
        throw new IllegalStateException("a page has fewer values than it says");
    }

    private ValuesReader reader(byte[] content, int start, int count, Encoding encoding) throws IOException {
        if (encoding.usesDictionary()) {
            if (dictionary == null) {
                throw new IOException("the dictionary of a column is missing");
            }
            return new NumberedNumbers(dictionary, ByteValues.runs(content, start));
        }
        if (encoding == Encoding.PLAIN && leaf.element().getType() != Type.BOOLEAN && !isBytes()) {
            return new PlainNumbers(content, start, width());
        }
        ValuesReader reader = encoding.getValuesReader(descriptor, ValuesType.VALUES);
        reader.initFromPage(count, ByteBufferInputStream.wrap(ByteBuffer.wrap(content, start, content.length - start)));
        return reader;
    }

    /** How many bytes a number has. */
    private int width() {
        Type type = leaf.element().getType();
        return type == Type.INT32 || type == Type.FLOAT ? Integer.BYTES : Long.BYTES;
    }
}
