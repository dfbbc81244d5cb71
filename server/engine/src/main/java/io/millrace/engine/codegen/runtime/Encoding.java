package io.millrace.engine.codegen.runtime;

import io.millrace.spi.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Checks that bytes are text. */
public final class Encoding {

    private Encoding() {}

    /** Fails with INVALID_ENCODING unless the bytes are well-formed UTF-8. */
    public static void checkText(byte[] data, int start, int length) {
        if (Text.ascii(data, start, length)) {
            return;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, start, length));
        } catch (CharacterCodingException e) {
            throw new EvaluationException(ErrorCode.INVALID_ENCODING, "the binary value is not text in UTF-8");
        }
    }
}
