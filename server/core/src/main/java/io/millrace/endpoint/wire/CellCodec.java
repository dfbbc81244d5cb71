package io.millrace.endpoint.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.session.Cell;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;

/**
 * How the cells of a column of one type travel in either encoding. Nulls are the caller's affair. Immutable.
 *
 * <p>Avatica's conventions: dates are epoch days, times milliseconds of the day, timestamps epoch milliseconds of the wall clock, or
 * text when they have more digits; bytes are Base64 in JSON. JSON has no infinities: a number beyond every double takes their place; NaN is the text "NaN".
 */
abstract class CellCodec {

    static final Common.ColumnValue NULL_VALUE = wrap(Common.TypedValue.newBuilder()
            .setType(Common.Rep.NULL)
            .setNull(true)
            .build());

    private static final BigDecimal BEYOND_DOUBLE = new BigDecimal("1E+999");

    abstract Object json(Column column, int row);

    abstract Common.TypedValue protobuf(Column column, int row);

    /** Whether the bytes of the column are what is sent. */
    boolean isText() {
        return false;
    }

    /** The cell as a frame holds it. */
    Common.ColumnValue value(Column column, int row) {
        return wrap(protobuf(column, row));
    }

    private static Common.ColumnValue wrap(Common.TypedValue value) {
        return Common.ColumnValue.newBuilder()
                .setHasArrayValue(false)
                .setScalarValue(value)
                .build();
    }

    static CellCodec of(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> new BooleanCodec();
            case TINYINT -> new IntCodec(Common.Rep.BYTE);
            case SMALLINT -> new IntCodec(Common.Rep.SHORT);
            case INTEGER, DATE, TIME -> new IntCodec(Common.Rep.INTEGER);
            case BIGINT -> new LongCodec();
            case TIMESTAMP, TIMESTAMP_LTZ -> Ticks.isFine(type) ? new CellTextCodec(type) : new LongCodec();
            case REAL -> new RealCodec();
            case DOUBLE -> new DoubleCodec();
            case DECIMAL -> new DecimalCodec((ScalarType) type);
            case CHAR, VARCHAR -> new TextCodec();
            case BINARY, VARBINARY -> new BinaryCodec();
            case INTERVAL_MONTH, INTERVAL_DAY -> new IntervalCodec();
            case UUID, ROW, MAP, VARIANT -> new CellTextCodec(type);
            case ARRAY, MULTISET -> new ArrayCodec(of(((ArrayType) type).element()));
        };
    }

    private static Common.TypedValue number(Common.Rep rep, long value) {
        return Common.TypedValue.newBuilder().setType(rep).setNumberValue(value).build();
    }

    private static Common.TypedValue text(Common.Rep rep, String value) {
        return Common.TypedValue.newBuilder().setType(rep).setStringValue(value).build();
    }

    private static Object jsonDouble(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? BEYOND_DOUBLE : BEYOND_DOUBLE.negate();
        }
        return Double.isNaN(value) ? "NaN" : (Object) value;
    }

    /** Rows and maps as text in JSON, UUIDs and timestamps with more than milliseconds as text. */
    private static final class CellTextCodec extends CellCodec {
        private final Type type;

        CellTextCodec(Type type) {
            this.type = type;
        }

        @Override
        Object json(Column column, int row) {
            return Cell.get(column, type, row);
        }

        @Override
        Common.TypedValue protobuf(Column column, int row) {
            return text(Common.Rep.STRING, (String) Cell.get(column, type, row));
        }
    }

    private static final class BooleanCodec extends CellCodec {
        @Override
        Object json(Column column, int row) {
            return ((BooleanColumn) column).values()[row];
        }

        @Override
        Common.TypedValue protobuf(Column column, int row) {
            return Common.TypedValue.newBuilder()
                    .setType(Common.Rep.BOOLEAN)
                    .setBoolValue(((BooleanColumn) column).values()[row])
                    .build();
        }
    }

    private static final class IntCodec extends CellCodec {
        private final Common.Rep rep;

        IntCodec(Common.Rep rep) {
            this.rep = rep;
        }

        @Override
        Object json(Column column, int row) {
            return ((IntColumn) column).values()[row];
        }

        @Override
        Common.TypedValue protobuf(Column column, int row) {
            return number(rep, ((IntColumn) column).values()[row]);
        }
    }

    private static final class LongCodec extends CellCodec {
        @Override
        Object json(Column column, int row) {
            return ((LongColumn) column).values()[row];
        }

        @Override
        Common.TypedValue protobuf(Column column, int row) {
            return number(Common.Rep.LONG, ((LongColumn) column).values()[row]);
        }
    }

    private static final class RealCodec extends CellCodec {
        @Override
        Object json(Column column, int row) {
            double value = ((DoubleColumn) column).values()[row];
            return Double.isNaN(value) || Double.isInfinite(value) ? jsonDouble(value) : (Object) (float) value;
        }

        @Override
        Common.TypedValue protobuf(Column column, int row) {
            return number(Common.Rep.FLOAT, Float.floatToIntBits((float) ((DoubleColumn) column).values()[row]));
        }
    }

    private static final class DoubleCodec extends CellCodec {
        @Override
        Object json(Column column, int row) {
            return jsonDouble(((DoubleColumn) column).values()[row]);
        }

        @Override
        Common.TypedValue protobuf(Column column, int row) {
            return Common.TypedValue.newBuilder()
                    .setType(Common.Rep.DOUBLE)
                    .setDoubleValue(((DoubleColumn) column).values()[row])
                    .build();
        }
    }

    private static final class DecimalCodec extends CellCodec {
        private final int scale;
        private final boolean scaledLong;

        DecimalCodec(ScalarType type) {
            this.scale = type.scale();
            this.scaledLong = type.layout() == Layout.LONG;
        }

        @Override
        BigDecimal json(Column column, int row) {
            return scaledLong
                    ? BigDecimal.valueOf(((LongColumn) column).values()[row], scale)
                    : ((DecimalColumn) column).values()[row];
        }

        @Override
        Common.TypedValue protobuf(Column column, int row) {
            return text(Common.Rep.BIG_DECIMAL, json(column, row).toString());
        }
    }

    private static final class TextCodec extends CellCodec {
        @Override
        boolean isText() {
            return true;
        }

        @Override
        Object json(Column column, int row) {
            return ((BytesColumn) column).text(row);
        }

        @Override
        Common.TypedValue protobuf(Column column, int row) {
            return Common.TypedValue.newBuilder()
                    .setType(Common.Rep.STRING)
                    .setStringValueBytes(slice((BytesColumn) column, row))
                    .build();
        }
    }

    /** The column's bytes are never written to again, so they need no copy. */
    private static ByteString slice(BytesColumn column, int row) {
        return UnsafeByteOperations.unsafeWrap(column.data(), column.starts()[row], column.lengths()[row]);
    }

    private static final class BinaryCodec extends CellCodec {
        @Override
        Object json(Column column, int row) {
            return Base64.getEncoder()
                    .encodeToString(slice((BytesColumn) column, row).toByteArray());
        }

        @Override
        Common.TypedValue protobuf(Column column, int row) {
            return Common.TypedValue.newBuilder()
                    .setType(Common.Rep.BYTE_STRING)
                    .setBytesValue(slice((BytesColumn) column, row))
                    .build();
        }
    }

    private static final class IntervalCodec extends CellCodec {
        @Override
        String json(Column column, int row) {
            return column instanceof IntColumn
                    ? IntervalCells.months(((IntColumn) column).values()[row])
                    : IntervalCells.milliseconds(((LongColumn) column).values()[row]);
        }

        @Override
        Common.TypedValue protobuf(Column column, int row) {
            return text(Common.Rep.STRING, json(column, row));
        }
    }

    private static final class ArrayCodec extends CellCodec {
        private final CellCodec element;

        ArrayCodec(CellCodec element) {
            this.element = element;
        }

        @Override
        List<Object> json(Column column, int row) {
            ArrayColumn array = (ArrayColumn) column;
            int start = array.starts()[row];
            int length = array.lengths()[row];
            List<Object> values = new ArrayList<>(length);
            for (int i = start; i < start + length; i++) {
                values.add(array.elements().isNull(i) ? null : element.json(array.elements(), i));
            }
            return values;
        }

        @Override
        Common.TypedValue protobuf(Column column, int row) {
            Common.TypedValue.Builder value = Common.TypedValue.newBuilder().setType(Common.Rep.ARRAY);
            ArrayColumn array = (ArrayColumn) column;
            int start = array.starts()[row];
            for (int i = start; i < start + array.lengths()[row]; i++) {
                value.addArrayValue(elementAt(array, i));
            }
            return value.build();
        }

        private Common.TypedValue elementAt(ArrayColumn array, int index) {
            return array.elements().isNull(index)
                    ? NULL_VALUE.getScalarValue()
                    : element.protobuf(array.elements(), index);
        }

        @Override
        Common.ColumnValue value(Column column, int row) {
            Common.ColumnValue.Builder value = Common.ColumnValue.newBuilder().setHasArrayValue(true);
            ArrayColumn array = (ArrayColumn) column;
            int start = array.starts()[row];
            for (int i = start; i < start + array.lengths()[row]; i++) {
                value.addArrayValue(elementAt(array, i));
            }
            return value.build();
        }
    }
}
