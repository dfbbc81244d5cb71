package io.millrace.endpoint.wire;

import io.millrace.session.ParameterColumns;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Lists of parameters as columns, as our driver sends them. Immutable. */
final class GivenBlock implements ParameterColumns {

    private final int rows;
    private final List<GivenColumn> columns;
    private final List<Field> parameters;

    private GivenBlock(int rows, List<GivenColumn> columns, List<Field> parameters) {
        this.rows = rows;
        this.columns = columns;
        this.parameters = parameters;
    }

    /**
     * Reads a block.
     *
     * @param parameters of the statement
     * @throws MillraceException PROTOCOL_VIOLATION when it is none, PARAMETER_INVALID when it has another number of values
     */
    static GivenBlock read(ByteBuffer block, List<Field> parameters) {
        try {
            int size = block.remaining();
            int rows = rows(block);
            int count = block.getInt();
            if (count < 0 || count > size) {
                throw broken();
            }
            ParameterValues.checkCount(count, parameters);
            List<GivenColumn> columns = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                columns.add(GivenColumn.read(block, rows));
            }
            if (block.remaining() != (count == 0 ? rows : 0)) {
                throw broken();
            }
            return new GivenBlock(rows, columns, parameters);
        } catch (BufferUnderflowException e) {
            throw broken();
        }
    }

    /** Reads how many rows a block has. */
    static int rows(ByteBuffer block) {
        int size = block.remaining();
        int rows = size < Integer.BYTES ? -1 : block.getInt();
        // each list takes a byte at least, so what a block holds in memory is bounded by its length
        if (rows <= 0 || rows > size) {
            throw broken();
        }
        return rows;
    }

    static MillraceException broken() {
        return new MillraceException(
                ErrorCode.PROTOCOL_VIOLATION, "the batch does not have the form that drivers of this version send");
    }

    @Override
    public int size() {
        return rows;
    }

    @Override
    public int parameters() {
        return columns.size();
    }

    @Override
    public boolean append(int parameter, int from, int to, Field field, ColumnBuilder column) {
        return new ColumnAppender(parameter + 1, columns.get(parameter), parameters.get(parameter), field, column)
                .append(from, to);
    }

    /** One of the lists, as a session takes it. */
    List<Object> list(int row) {
        List<Object> values = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Object given = columns.get(i).value(row, i + 1);
            values.add(ParameterValues.one(i + 1, given, parameters.get(i).type()));
        }
        return values;
    }
}
