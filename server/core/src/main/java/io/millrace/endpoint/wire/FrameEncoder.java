package io.millrace.endpoint.wire;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.proto.Common;

/** Turns rows into frames in the client's encoding, with one codec per column. */
public final class FrameEncoder {

    private final CellCodec[] codecs;
    private final Wire wire;
    private final List<Type> types;

    public FrameEncoder(RowType rowType, Wire wire) {
        this.types = rowType.fields().stream().map(Field::type).toList();
        this.codecs = rowType.fields().stream()
                .map(field -> CellCodec.of(field.type()))
                .toArray(CellCodec[]::new);
        this.wire = wire;
    }

    public Meta.Frame encode(FrameRows rows, long offset, boolean done) {
        return wire == Wire.JSON
                ? new Meta.Frame(offset, done, jsonRows(rows))
                : new RowsFrame(this, rows, offset, done);
    }

    private List<Object> jsonRows(FrameRows rows) {
        Object[][] cells = new Object[rows.size()][codecs.length];
        int first = 0;
        for (FrameRows.Run run : rows.runs()) {
            for (int i = 0; i < codecs.length; i++) {
                CellCodec codec = codecs[i];
                Column column = run.page().column(i);
                for (int row = run.from(); row < run.to(); row++) {
                    cells[first + row - run.from()][i] = column.isNull(row) ? null : codec.json(column, row);
                }
            }
            first += run.to() - run.from();
        }
        List<Object> list = new ArrayList<>(cells.length);
        for (Object[] row : cells) {
            list.add(Arrays.asList(row));
        }
        return list;
    }

    /** The rows as columns; empty when there are columns that cannot be sent so. */
    Optional<byte[]> columns(FrameRows rows, long offset, boolean done) {
        return types.stream().allMatch(ColumnFrame::takes)
                ? Optional.of(new ColumnFrame(types, codecs).encode(rows, offset, done))
                : Optional.empty();
    }

    Common.Frame protobufRows(FrameRows rows, long offset, boolean done) {
        Common.Frame.Builder frame = Common.Frame.newBuilder().setOffset(offset).setDone(done);
        Common.Row.Builder rowBuilder = Common.Row.newBuilder();
        for (FrameRows.Run run : rows.runs()) {
            Column[] columns = new Column[codecs.length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = run.page().column(i);
            }
            for (int row = run.from(); row < run.to(); row++) {
                rowBuilder.clear();
                for (int i = 0; i < columns.length; i++) {
                    rowBuilder.addValue(
                            columns[i].isNull(row) ? CellCodec.NULL_VALUE : codecs[i].value(columns[i], row));
                }
                frame.addRows(rowBuilder.build());
            }
        }
        return frame.build();
    }
}
