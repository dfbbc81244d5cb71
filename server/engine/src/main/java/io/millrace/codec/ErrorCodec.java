package io.millrace.codec;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;

/** Writes and reads errors: their codes by name, so that codes may come and change places. */
public final class ErrorCodec {

    private ErrorCodec() {}

    public static void putCode(ErrorCode code, Encoder out) {
        out.putText(code.name());
    }

    public static ErrorCode takeCode(Decoder in) {
        String name = in.takeText();
        try {
            return ErrorCode.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw in.damaged("there is no error \"" + name + "\"");
        }
    }

    /** Writes an error as users read it. */
    public static void put(MillraceException error, Encoder out) {
        putCode(error.code(), out);
        out.putText(error.userMessage());
    }

    public static MillraceException take(Decoder in) {
        return new MillraceException(takeCode(in), in.takeText());
    }
}
