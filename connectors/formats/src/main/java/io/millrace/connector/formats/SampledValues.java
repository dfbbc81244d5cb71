package io.millrace.connector.formats;

import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.math.BigDecimal;

/** What the values of a {@link FileSample} ask of the type of their column, so that none of their digits is lost. */
public final class SampledValues {

    private static final int MOST_FRACTION_DIGITS = 9;

    private SampledValues() {}

    /** Whether a DOUBLE has the digits of a number, all of them: that of 12345678901234567891 has not. */
    public static boolean isDouble(BigDecimal number) {
        double nearest = number.doubleValue();
        return Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(number) == 0;
    }

    /** How many digits the text of a time has behind its second. */
    public static int fractionDigits(byte[] bytes, int start, int end) {
        int point = ByteScan.indexOf(bytes, (byte) '.', start, end);
        int index = Math.min(point + 1, end);
        int first = index;
        while (index < end && bytes[index] >= '0' && bytes[index] <= '9') {
            index++;
        }
        return index - first;
    }

    /** The TIMESTAMP with so many digits, or as many as it can have; it has those of milliseconds anyway. */
    public static Type timestamp(int fractionDigits) {
        int usual = ((ScalarType) Type.TIMESTAMP).precision();
        return new ScalarType(TypeKind.TIMESTAMP, Math.min(Math.max(usual, fractionDigits), MOST_FRACTION_DIGITS), 0);
    }
}
