package io.millrace.connector.binary.parquet.output;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.schema.MessageType;

/** Collects rows to row groups. Not thread-safe. */
final class GroupWriter {

    /** A row group that is complete: its bytes, and where in them what is, counted from the first of them. */
    record Group(ByteArrayOutputStream bytes, RowGroup about) {}

    private static final long MOST_ROWS = 1 << 20;
    private static final long MOST_BYTES = 32 << 20;
    /** After how many rows their size is looked at. */
    private static final int LOOK = 1 << 10;

    private final MessageType schema;
    private final PageCompression compression;
    private final ParquetProperties properties;
    private final ValueWriter[] columns;
    private final List<LeafWriter> leaves = new ArrayList<>();

    private ColumnWriteStore store;
    private List<Chunk> chunks = List.of();
    private long rows;

    GroupWriter(RowType rowType, PageCompression compression) {
        this.schema = FileSchema.of(rowType);
        this.compression = compression;
        this.properties = ParquetProperties.builder()
                .withWriterVersion(WriterVersion.PARQUET_1_0)
                .withSizeStatisticsEnabled(false)
                .build();
        this.columns = rowType.fields().stream().map(this::writer).toArray(ValueWriter[]::new);
    }

    private ValueWriter writer(Field field) {
        return ValueWriter.of(field.type(), field.nullable(), 0, leaves);
    }

    MessageType schema() {
        return schema;
    }

    private void begin() {
        List<ColumnDescriptor> descriptors = schema.getColumns();
        chunks = Chunk.of(descriptors, compression);
        Map<ColumnDescriptor, Chunk> byColumn = new HashMap<>();
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            byColumn.put(descriptors.get(leaf), chunks.get(leaf));
        }
        store = properties.newColumnWriteStore(schema, byColumn::get);
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            leaves.get(leaf).into(store.getColumnWriter(descriptors.get(leaf)));
        }
    }

    void append(Page page, int row) {
        if (store == null) {
            begin();
        }
        for (int column = 0; column < columns.length; column++) {
            columns[column].put(page.column(column), row, 0, 0);
        }
        store.endRecord();
        rows++;
    }

    boolean isFull() {
        return rows >= MOST_ROWS || (rows % LOOK == 0 && rows > 0 && store.getBufferedSize() >= MOST_BYTES);
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /** The rows since the last group; there must be some. */
    Group end() throws IOException {
        store.flush();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<ColumnChunk> about = new ArrayList<>();
        long opened = 0;
        for (Chunk chunk : chunks) {
            opened += chunk.opened();
            about.add(chunk.writeTo(bytes, bytes.size()));
        }
        store.close();
        RowGroup group = new RowGroup(about, opened, rows).setTotal_compressed_size(bytes.size());
        store = null;
        chunks = List.of();
        rows = 0;
        return new Group(bytes, group);
    }
}
