package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.files.content.Compression;
import io.millrace.connector.formats.csv.CsvFormat;
import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.Split;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are written in other charsets, with byte order marks and other line ends. */
class FileCharsetTest {

    private final CollectedRejects rejects = new CollectedRejects();

    @TempDir
    private Path directory;

    private ReplayableSource open(String path, String charset) {
        return FilesFixture.open(
                new CsvFormat(),
                Map.of("header", "true"),
                FilesFixture.ID_AND_NAME,
                directory,
                Map.of("path", path, "charset", charset),
                Clock.systemUTC());
    }

    /** The rows, read a few at a time. */
    private List<String> rows(String path, String charset, long most) {
        List<String> rows = new ArrayList<>();
        try (ReplayableSource source = open(path, charset)) {
            Map<String, Offset> offsets = new HashMap<>();
            while (!source.exhausted(offsets)) {
                List<Split> splits = source.poll(offsets, new Admission(most, Long.MAX_VALUE, 2));
                splits.forEach(split -> offsets.put(split.partition(), split.end()));
                rows.addAll(FilesFixture.read(source, splits, 2, rejects));
            }
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({
        "utf-8, ''",
        "utf-8, \uFEFF",
        "UTF8, \uFEFF",
        "iso-8859-1, ''",
        "windows-1252, ''",
        "utf-16, ''",
        "utf-16le, \uFEFF",
        "utf-16be, ''",
        "utf-32, ''",
        "gb18030, ''"
    })
    void textIsWhatItWasWrittenAs(String charset, String mark) throws IOException {
        String beyond = charset.toLowerCase().startsWith("utf") || charset.equals("gb18030") ? "\uD83D\uDE00" : "x";
        StringBuilder text = new StringBuilder(mark + "id,name\r\n");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            String name = "\u00FC".repeat(i % 9) + "\u00E9" + beyond.repeat(i % 5);
            text.append(i).append(',').append(name).append("\r\n");
            expected.add(i + "|" + name);
        }
        Files.write(directory.resolve("a.csv"), text.toString().getBytes(Charset.forName(charset)));
        assertThat(rows("a.csv", charset, Long.MAX_VALUE)).isEqualTo(expected);
        assertThat(rows("a.csv", charset, 700)).isEqualTo(expected);
        assertThat(rejects.all()).isEmpty();
    }

    @Test
    void recordThatIsNoTextOfTheCharsetIsRefused() throws IOException {
        Files.write(directory.resolve("a.csv"), new byte[] {
            'i',
            'd',
            ',',
            'n',
            'a',
            'm',
            'e',
            '\n',
            '1',
            ',',
            (byte) 0x80,
            '\n',
            '2',
            ',',
            (byte) 0x81,
            '\n',
            '3',
            ',',
            'c',
            '\n'
        });
        assertThat(rows("a.csv", "windows-1252", Long.MAX_VALUE)).containsExactly("1|\u20AC", "3|c");
        assertThat(rejects.all()).hasSize(1);
        // half a character at the end
        Files.write(directory.resolve("b.csv"), "id,name\n1,a\n2,b\n".getBytes(Charset.forName("utf-16le")));
        byte[] whole = Files.readAllBytes(directory.resolve("b.csv"));
        Files.write(directory.resolve("b.csv"), java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThat(rows("b.csv", "utf-16le", Long.MAX_VALUE)).containsExactly("1|a");
        assertThat(rejects.all()).hasSize(2);
    }

    @Test
    void compressedFileCanBeWrittenInAnotherCharset() throws IOException {
        try (OutputStream out = Compression.GZIP.member(Files.newOutputStream(directory.resolve("a.csv.gz")))) {
            out.write("id,name\n1,gr\u00FCn\n".getBytes(Charset.forName("iso-8859-1")));
        }
        assertThat(rows("a.csv.gz", "latin1", Long.MAX_VALUE)).containsExactly("1|gr\u00FCn");
    }

    @Test
    void charsetThatIsNotKnownIsRefused() throws IOException {
        Files.writeString(directory.resolve("a.csv"), "id,name\n");
        for (String name : List.of("utf-9", "no charset!", "")) {
            assertThatThrownBy(() -> open("a.csv", name)).hasMessageContaining("must be the name of a charset");
        }
    }
}
