package io.millrace.engine.codegen.runtime;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;

/** Writes arrays as text: {@code [a, b, NULL]}. */
public final class ArrayText {

    private ArrayText() {}

    public static void print(Column elements, int start, int length, Type element, TextBuffer out) {
        out.append('[');
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                out.append(", ");
            }
            if (elements.isNull(start + i)) {
                out.append("NULL");
            } else {
                printElement(elements, start + i, element, out);
            }
        }
        out.append(']');
    }

    private static void printElement(Column elements, int row, Type type, TextBuffer out) {
        switch (type.layout()) {
            case BOOLEAN -> NumberText.print(((BooleanColumn) elements).values()[row], out);
            case INT -> printInt(((IntColumn) elements).values()[row], type, out);
            case LONG -> printLong(((LongColumn) elements).values()[row], type, out);
            case DOUBLE -> NumberText.print(((DoubleColumn) elements).values()[row], out);
            case DECIMAL -> NumberText.print(((DecimalColumn) elements).values()[row], out);
            case BYTES -> {
                BytesColumn bytes = (BytesColumn) elements;
                if (type.kind() == TypeKind.UUID) {
                    Encoding.printUuid(bytes.data(), bytes.starts()[row], bytes.lengths()[row], out);
                } else {
                    out.append(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
                }
            }
            case ARRAY -> {
                ArrayColumn arrays = (ArrayColumn) elements;
                print(
                        arrays.elements(),
                        arrays.starts()[row],
                        arrays.lengths()[row],
                        ((ArrayType) type).element(),
                        out);
            }
        }
    }

    private static void printInt(int value, Type type, TextBuffer out) {
        switch (type.kind()) {
            case DATE -> TimeText.printDate(value, out);
            case TIME -> TimeText.printTime(value, ((ScalarType) type).precision(), out);
            case INTERVAL_MONTH -> TimeText.printMonthInterval(value, out);
            default -> out.append((long) value);
        }
    }

    private static void printLong(long value, Type type, TextBuffer out) {
        ScalarType scalar = (ScalarType) type;
        switch (type.kind()) {
            case TIMESTAMP, TIMESTAMP_LTZ -> TimeText.printTimestamp(value, scalar.precision(), out);
            case INTERVAL_DAY -> TimeText.printDayInterval(value, out);
            case DECIMAL -> NumberText.printScaled(value, scalar.scale(), out);
            default -> out.append(value);
        }
    }
}
