package io.millrace.endpoint.wire;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.proto.Common;

/** Turns rows into frames in the client's encoding, with one codec per column. */
public final class FrameEncoder {

    private final CellCodec[] codecs;
    private final Wire wire;

    public FrameEncoder(RowType rowType, Wire wire) {
        this.codecs = rowType.fields().stream()
                .map(field -> CellCodec.of(field.type()))
                .toArray(CellCodec[]::new);
        this.wire = wire;
    }

    public Meta.Frame encode(FrameRows rows, long offset, boolean done) {
        return wire == Wire.JSON
                ? new Meta.Frame(offset, done, jsonRows(rows))
                : new ProtobufFrame(offset, done, protobufRows(rows, offset, done));
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

    private Common.Frame protobufRows(FrameRows rows, long offset, boolean done) {
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

    /** A frame that was encoded already. */
    private static final class ProtobufFrame extends Meta.Frame {
        private final Common.Frame encoded;

        ProtobufFrame(long offset, boolean done, Common.Frame encoded) {
            super(offset, done, List.of());
            this.encoded = encoded;
        }

        @Override
        public Common.Frame toProto() {
            return encoded;
        }
    }
}
