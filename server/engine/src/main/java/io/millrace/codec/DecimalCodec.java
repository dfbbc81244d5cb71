package io.millrace.codec;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Writes and reads decimals exactly: the scale, then the digits as a big-endian number. */
public final class DecimalCodec {

    private static final int MOST_BYTES = 8_192;
    private static final int MOST_SCALE = 100_000;

    private DecimalCodec() {}

    /** Returns how many bytes the digits take. */
    public static int put(BigDecimal value, Encoder out) {
        byte[] digits = value.unscaledValue().toByteArray();
        if (digits.length > MOST_BYTES || Math.abs((long) value.scale()) > MOST_SCALE) {
            throw new MillraceException(ErrorCode.LIMIT_EXCEEDED, "a decimal has too many digits to be stored");
        }
        out.putSigned(value.scale());
        out.putBlock(digits);
        return digits.length;
    }

    public static BigDecimal take(Decoder in) {
        int scale = in.takeSignedInt();
        int length = in.takeCount(MOST_BYTES, "bytes of digits");
        if (length == 0 || Math.abs((long) scale) > MOST_SCALE) {
            throw in.damaged("a decimal has no digits, or too many of them");
        }
        return new BigDecimal(new BigInteger(in.takeBytes(length)), scale);
    }
}
