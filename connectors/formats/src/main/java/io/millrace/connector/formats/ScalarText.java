package io.millrace.connector.formats;

import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.UuidBytes;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;

/** Writes values that are not NULL in the text that {@link ScalarReader} reads; quotes are the format's affair. */
public final class ScalarText {

    private static final int HOUR = 3_600_000;
    private static final int MINUTE = 60_000;
    private static final int SECOND = 1000;

    private final TypeKind kind;
    private final int scale;
    private final int precision;
    private final long perMilli;
    private long knownDay = Long.MIN_VALUE;
    private byte[] knownDate;

    /** @param type one that {@link ScalarReader#canRead} */
    public ScalarText(Type type) {
        this.kind = type.kind();
        this.scale = ((ScalarType) type).scale();
        this.precision = ((ScalarType) type).precision();
        this.perMilli = Ticks.perMilli(type);
    }

    /** Whether the text is a number or a truth value, which JSON writes without quotes. */
    public boolean isPlain() {
        return switch (kind) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL -> true;
            case CHAR, VARCHAR, BINARY, VARBINARY, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> false;
            case INTERVAL_MONTH, INTERVAL_DAY, ARRAY, MULTISET, ROW, MAP, VARIANT -> false;
        };
    }

    /** Whether the text can hold any characters. */
    public boolean isText() {
        return kind == TypeKind.VARCHAR || kind == TypeKind.CHAR;
    }

    public void append(Column column, int row, RecordBytes out) {
        switch (column.layout()) {
            case BOOLEAN -> out.put(((BooleanColumn) column).values()[row] ? "true" : "false");
            case INT -> appendInt(((IntColumn) column).values()[row], out);
            case LONG -> appendLong(((LongColumn) column).values()[row], out);
            case DOUBLE -> out.put(doubleText(((DoubleColumn) column).values()[row]));
            case DECIMAL -> out.put(((DecimalColumn) column).values()[row].toPlainString());
            case BYTES -> appendBytes((BytesColumn) column, row, out);
            case ARRAY -> throw new IllegalStateException("an array is not a scalar");
        }
    }

    private String doubleText(double value) {
        return kind == TypeKind.REAL ? Float.toString((float) value) : Double.toString(value);
    }

    private void appendInt(int value, RecordBytes out) {
        if (kind == TypeKind.DATE) {
            appendDate(value, out);
        } else if (kind == TypeKind.TIME) {
            appendTime(value, out);
        } else {
            out.putNumber(value);
        }
    }

    private void appendLong(long value, RecordBytes out) {
        if (kind == TypeKind.TIMESTAMP || kind == TypeKind.TIMESTAMP_LTZ) {
            long millis = Ticks.millis(value, perMilli);
            long day = Math.floorDiv(millis, IsoDateTimes.DAY);
            appendDate(day, out);
            out.put(' ');
            appendTime((int) (millis - day * IsoDateTimes.DAY), out);
            if (perMilli > 1) {
                long rest = Math.floorMod(value, perMilli);
                out.putDigits((int) (rest / Ticks.lastDigit(precision)), precision - 3);
            }
            if (kind == TypeKind.TIMESTAMP_LTZ) {
                out.put('Z');
            }
        } else if (kind == TypeKind.DECIMAL && scale > 0) {
            out.put(BigDecimal.valueOf(value, scale).toPlainString());
        } else {
            out.putNumber(value);
        }
    }

    private void appendDate(long day, RecordBytes out) {
        if (day != knownDay) {
            knownDay = day;
            RecordBytes date = new RecordBytes();
            date.put(LocalDate.ofEpochDay(day).toString());
            knownDate = date.toArray();
        }
        out.put(knownDate);
    }

    private static void appendTime(int millis, RecordBytes out) {
        out.putDigits(millis / HOUR, 2);
        out.put(':');
        out.putDigits(millis / MINUTE % 60, 2);
        out.put(':');
        out.putDigits(millis / SECOND % 60, 2);
        out.put('.');
        out.putDigits(millis % SECOND, 3);
    }

    private void appendBytes(BytesColumn column, int row, RecordBytes out) {
        int start = column.starts()[row];
        int length = column.lengths()[row];
        if (isText()) {
            out.put(column.data(), start, length);
        } else if (kind == TypeKind.UUID) {
            byte[] text = new byte[UuidBytes.TEXT_LENGTH];
            UuidBytes.print(column.data(), start, text, 0);
            out.put(text);
        } else {
            out.put(Base64.getEncoder().encode(Arrays.copyOfRange(column.data(), start, start + length)));
        }
    }
}
