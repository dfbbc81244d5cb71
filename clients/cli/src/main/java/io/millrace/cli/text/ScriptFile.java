package io.millrace.cli.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Scripts as bytes: UTF-8, or what a mark of the byte order at their beginning says. */
public final class ScriptFile {

    private static final int UTF_8_MARK = 0xEFBBBF;

    private ScriptFile() {}

    public static String read(String name) throws IOException {
        return decode(Files.readAllBytes(path(name)));
    }

    /** The file of a name; fails when the system has no such names. */
    public static Path path(String name) throws IOException {
        try {
            return Path.of(name);
        } catch (InvalidPathException failure) {
            throw new IOException("that cannot be the name of a file: " + failure.getReason(), failure);
        }
    }

    /** The text of a script, without the mark. */
    public static String decode(byte[] bytes) throws CharacterCodingException {
        Charset charset = StandardCharsets.UTF_8;
        int mark = 0;
        if (bytes.length >= 3 && ((bytes[0] & 0xFF) << 16 | (bytes[1] & 0xFF) << 8 | bytes[2] & 0xFF) == UTF_8_MARK) {
            mark = 3;
        } else if (bytes.length >= 2 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xFE) {
            charset = StandardCharsets.UTF_16LE;
            mark = 2;
        } else if (bytes.length >= 2 && (bytes[0] & 0xFF) == 0xFE && (bytes[1] & 0xFF) == 0xFF) {
            charset = StandardCharsets.UTF_16BE;
            mark = 2;
        }
        return charset.newDecoder()
                .decode(ByteBuffer.wrap(bytes, mark, bytes.length - mark))
                .toString();
    }

    /** Why a file cannot be read, in words for its reader. */
    public static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "it may not be read";
        }
        return failure instanceof CharacterCodingException ? "it is not text in UTF-8" : failure.getMessage();
    }
}
