package io.millrace.connector.binary.avro;

import io.millrace.connector.binary.ValueFault;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses messages that begin with a zero byte and the number of their schema, as serializers with a registry write them. It is given one
 * message at a time.
 */
final class MessageParser implements RecordParser {

    private static final int HEAD = 5;
    private static final int MANY = 1024;

    private final List<SourceColumn> columns;
    private final int[] asked;
    private final SchemaRegistry registry;
    private final PageBuilder page;
    private final AvroInput in = new AvroInput();
    private final Map<Integer, RowReader> readers = new HashMap<>();
    private int newest;
    private RowReader reader;
    private long[] positions;

    MessageParser(List<SourceColumn> columns, int[] asked, SchemaRegistry registry) {
        this.columns = columns;
        this.asked = asked;
        this.registry = registry;
        this.page = new PageBuilder(Arrays.stream(asked)
                .mapToObj(column -> columns.get(column).field().type())
                .toList());
    }

    @Override
    public int parse(byte[] buffer, int start, int end, long position, boolean last, RejectedRows rejected) {
        if (!last || page.isFull()) {
            return start;
        }
        try {
            in.reset(buffer, start, end);
            if (in.left() < HEAD || buffer[in.take(1)] != 0) {
                throw new ValueFault(
                        ErrorCode.INVALID_RECORD, "a message must begin with a zero byte and the number of its schema");
            }
            choose(number(buffer, in.take(HEAD - 1)));
        } catch (ValueFault e) {
            rejected.reject(buffer, start, end - start, position, e.code(), e.getMessage());
            return end;
        }
        if (positions != null) {
            positions[page.size()] = position;
        }
        reader.read(in, position, rejected);
        return end;
    }

    static int number(byte[] bytes, int at) {
        int number = 0;
        for (int i = at; i < at + Integer.BYTES; i++) {
            number = number << 8 | (bytes[i] & 0xFF);
        }
        return number;
    }

    /** Turns to the reader for a schema; most messages have that of the one before. */
    private void choose(int schema) {
        if (reader != null && schema == newest) {
            return;
        }
        RowReader chosen = readers.get(schema);
        if (chosen == null) {
            try {
                chosen = new RowReader(registry.schema(schema), columns, asked, page);
            } catch (MillraceException e) {
                if (e.code() != ErrorCode.TYPE_MISMATCH) {
                    throw e;
                }
                throw new ValueFault(e.code(), e.getMessage());
            }
            if (readers.size() > MANY) {
                readers.clear();
            }
            readers.put(schema, chosen);
        }
        reader = chosen;
        newest = schema;
    }

    @Override
    public void header(byte[] buffer, int start, int end) {
        throw new IllegalStateException("messages have no header line");
    }

    @Override
    public int rows() {
        return page.size();
    }

    @Override
    public boolean isFull() {
        return page.isFull();
    }

    @Override
    public void keepPositions() {
        positions = new long[Page.MAX_ROWS];
    }

    @Override
    public long[] positions() {
        return positions;
    }

    @Override
    public Page takePage() {
        return page.build();
    }
}
