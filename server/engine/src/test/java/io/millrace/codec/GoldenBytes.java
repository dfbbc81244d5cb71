package io.millrace.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Files that hold what a version of a format wrote, as lines of hexadecimal digits. That of a published version never changes.
 *
 * <p>With {@code -Dgolden.rewrite=true} a file is written anew.
 */
public final class GoldenBytes {

    private static final Path DIRECTORY = Path.of("src/test/resources/io/millrace/codec");
    private static final int LINE = 32;

    private GoldenBytes() {}

    /** The bytes of a file, which must be those that are written now. */
    public static byte[] check(String name, byte[] written) throws IOException {
        Path file = DIRECTORY.resolve(name);
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(file, lines(written));
        }
        byte[] golden = read(name);
        assertThat(lines(written)).isEqualTo(lines(golden));
        return golden;
    }

    /** The bytes of a file that an earlier version wrote. */
    public static byte[] read(String name) throws IOException {
        return HexFormat.of().parseHex(Files.readString(DIRECTORY.resolve(name)).replace("\n", ""));
    }

    private static String lines(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < bytes.length; at += LINE) {
            text.append(HexFormat.of().formatHex(bytes, at, Math.min(at + LINE, bytes.length)))
                    .append('\n');
        }
        return text.toString();
    }
}
