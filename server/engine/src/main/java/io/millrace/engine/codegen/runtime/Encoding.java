package io.millrace.engine.codegen.runtime;

import io.millrace.spi.data.UuidBytes;
import io.millrace.spi.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes and text: of UTF-8, and of UUIDs. */
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

    /** Appends the text of a UUID. */
    public static void printUuid(byte[] data, int start, int length, TextBuffer out) {
        out.reserve(UuidBytes.TEXT_LENGTH);
        UuidBytes.print(data, start, out.data(), out.size());
        out.advance(UuidBytes.TEXT_LENGTH);
    }

    /** Appends the UUID that a text spells. */
    public static void parseUuid(byte[] data, int start, int length, TextBuffer out) {
        byte[] uuid = new byte[UuidBytes.LENGTH];
        if (!UuidBytes.parse(data, start, length, uuid)) {
            throw new EvaluationException(
                    ErrorCode.INVALID_CAST, "\"" + Text.string(data, start, length) + "\" is not a UUID");
        }
        out.append(uuid, 0, UuidBytes.LENGTH);
    }

    /** Bytes become a UUID when there are 16. */
    public static void checkUuid(byte[] data, int start, int length) {
        if (length != UuidBytes.LENGTH) {
            throw new EvaluationException(ErrorCode.INVALID_CAST, "a UUID has 16 bytes, not " + length);
        }
    }
}
