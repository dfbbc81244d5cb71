package io.millrace.connector.binary.parquet.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;

/** The directories of files and of pieces. */
final class FileTail {

    static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    /** The length of a directory, and the magic behind it. */
    static final int LENGTH = 8;

    private static final int VERSION = 1;

    private FileTail() {}

    static void write(FileMetaData directory, OutputStream out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Util.writeFileMetaData(directory, bytes);
        bytes.writeTo(out);
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.size())
                .array());
        out.write(MAGIC);
    }

    static FileMetaData directory(List<SchemaElement> schema, List<RowGroup> groups) {
        long rows = groups.stream().mapToLong(RowGroup::getNum_rows).sum();
        List<ColumnOrder> orders = new ArrayList<>();
        schema.stream()
                .filter(SchemaElement::isSetType)
                .forEach(column -> orders.add(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder())));
        FileMetaData directory = new FileMetaData(VERSION, schema, rows, groups).setCreated_by("Millrace");
        return orders.isEmpty() ? directory : directory.setColumn_orders(orders);
    }

    /** The same group so many bytes further on. */
    static RowGroup moved(RowGroup group, long by) {
        RowGroup moved = new RowGroup(group);
        moved.getColumns().forEach(chunk -> {
            ColumnMetaData pages = chunk.getMeta_data();
            pages.setData_page_offset(pages.getData_page_offset() + by);
            if (pages.isSetDictionary_page_offset()) {
                pages.setDictionary_page_offset(pages.getDictionary_page_offset() + by);
            }
        });
        return moved;
    }

    /** Where a group begins that {@link GroupWriter} has made. */
    static long start(RowGroup group) {
        ColumnMetaData first = group.getColumns().get(0).getMeta_data();
        return first.isSetDictionary_page_offset() ? first.getDictionary_page_offset() : first.getData_page_offset();
    }
}
