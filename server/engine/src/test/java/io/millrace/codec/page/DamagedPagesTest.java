package io.millrace.codec.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.codec.DamagedDataException;
import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.FrameKind;
import io.millrace.codec.FrameWriter;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class DamagedPagesTest {

    private static final RowType LONGS = RowType.of(new Field("c", Type.BIGINT, true));

    @Test
    void everyFlippedBitIsFound() throws IOException {
        RandomPages random = new RandomPages(7);
        RowType rowType = random.rowType();
        byte[] written = PageFormatTest.write(List.of(random.page(rowType, 50), random.page(rowType, 3)));
        for (int bit = 0; bit < written.length * 8; bit++) {
            byte[] damaged = written.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> PageFormatTest.read(damaged, rowType)).isInstanceOf(DamagedDataException.class);
        }
    }

    @Test
    void everyTruncationIsFound() throws IOException {
        RandomPages random = new RandomPages(8);
        RowType rowType = random.rowType();
        byte[] written = PageFormatTest.write(List.of(random.page(rowType, 40)));
        for (int length = 1; length < written.length; length++) {
            byte[] cut = Arrays.copyOf(written, length);
            assertThatThrownBy(() -> PageFormatTest.read(cut, rowType))
                    .isInstanceOf(DamagedDataException.class)
                    .hasMessageContaining("it breaks off");
        }
    }

    /** Bytes that somebody made on purpose, with the right checksum. */
    @Test
    void hostileBytesGiveAPageOrAnErrorButNeverMore() {
        int pages = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            RandomPages randomPages = new RandomPages(seed);
            RowType rowType = randomPages.rowType();
            byte[] body = body(randomPages.page(rowType, randomPages.size()));
            for (int attempt = 0; attempt < 20; attempt++) {
                byte[] hostile = body.clone();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    int at = random.nextInt(random.nextBoolean() ? Math.min(hostile.length, 40) : hostile.length);
                    hostile[at] =
                            (byte) (random.nextBoolean() ? random.nextInt() : hostile[at] ^ 1 << random.nextInt(8));
                }
                pages += take(hostile);
            }
        }
        assertThat(pages).isPositive();
    }

    /** Returns whether the bytes are a page. */
    private static int take(byte[] body) {
        Decoder in = new Decoder(body, 0, body.length, 0, 1, 4L << 20);
        try {
            Page page = PageBody.take(in);
            in.end();
            if (page.size() <= 2_000) {
                PageContent.rows(List.of(page));
            }
            return 1;
        } catch (DamagedDataException e) {
            assertThat(e.offset()).isBetween(0L, (long) body.length);
            return 0;
        }
    }

    private static byte[] body(Page page) {
        Encoder out = new Encoder();
        PageBody.put(page, out, new MemoryBound(Long.MAX_VALUE));
        return out.toByteArray();
    }

    private static void assertRefused(Consumer<Encoder> body, String message) {
        byte[] frame = FrameWriter.frame(FrameKind.PAGE, body);
        assertThatThrownBy(() -> PageFormatTest.read(frame, LONGS))
                .isInstanceOf(DamagedDataException.class)
                .hasMessageContaining(message);
    }

    @Test
    void fewBytesCannotAskForMuchMemory() {
        assertRefused(
                out -> {
                    out.putCount(2_000_000_000);
                    out.putCount(1);
                    out.putBoolean(false);
                    out.putByte(3);
                    out.putByte(0);
                    out.putByte(0);
                    out.putSigned(5);
                },
                "it asks for 16000000000 bytes of memory");
        assertRefused(
                out -> {
                    out.putCount(1);
                    out.putCount(1L << 40);
                },
                "1099511627776 bytes or more are announced");
    }

    @Test
    void frameThatAnnouncesMuchIsNotBelieved() {
        byte[] frame = FrameWriter.frame(FrameKind.PAGE, out -> out.putInt(0));
        Arrays.fill(frame, 4, 8, (byte) 0x7F);
        assertThatThrownBy(() -> PageFormatTest.read(frame, LONGS)).hasMessageContaining("more than allowed");
        Arrays.fill(frame, 4, 7, (byte) 0);
        frame[7] = 8;
        assertThatThrownBy(() -> PageFormatTest.read(frame, LONGS))
                .hasMessage("damaged data at byte 16: it breaks off within a frame of 134217728 bytes");
    }

    @Test
    void versionOfTheFutureIsNamed() {
        byte[] frame = FrameWriter.frame(FrameKind.PAGE, out -> out.putInt(0));
        frame[3] = 2;
        assertThatThrownBy(() -> PageFormatTest.read(rechecked(frame), LONGS))
                .hasMessage("damaged data at byte 3: it is in version 2 of its format; this server reads up to 1");
    }

    private static byte[] rechecked(byte[] frame) {
        byte[] copy = frame.clone();
        CRC32C checksum = new CRC32C();
        checksum.update(copy, 0, 8);
        checksum.update(copy, 12, copy.length - 12);
        for (int i = 0; i < 4; i++) {
            copy[8 + i] = (byte) (checksum.getValue() >>> 8 * i);
        }
        return copy;
    }
}
