package io.millrace.codec.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.codec.DamagedDataException;
import io.millrace.codec.FrameReader;
import io.millrace.codec.FrameWriter;
import io.millrace.codec.GoldenBytes;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.MillraceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageFormatTest {

    static byte[] write(List<Page> pages) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PageWriter writer = new PageWriter(new FrameWriter(out));
        for (Page page : pages) {
            writer.write(page);
        }
        return out.toByteArray();
    }

    static List<Page> read(byte[] bytes, RowType rowType) throws IOException {
        PageReader reader = new PageReader(new FrameReader(new ByteArrayInputStream(bytes)), rowType);
        List<Page> pages = new ArrayList<>();
        while (reader.advance()) {
            pages.add(reader.page());
        }
        return pages;
    }

    private static RowType rowType(Type type) {
        return RowType.of(new Field("c", type, true));
    }

    @Test
    void randomPagesComeBackAsTheyWere() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            RandomPages random = new RandomPages(seed);
            RowType rowType = random.rowType();
            List<Page> pages = List.of(random.page(rowType, random.size()), random.page(rowType, random.size()));
            List<Page> read = read(write(pages), rowType);
            assertThat(PageContent.rows(read)).as("seed %d", seed).isEqualTo(PageContent.rows(pages));
            for (Page page : read) {
                for (int i = 0; i < page.columnCount(); i++) {
                    assertThat(PageContent.nullsAreZero(page.column(i)))
                            .as("seed %d", seed)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void versionOneIsReadForEver() throws IOException {
        List<Page> pages = List.of(SamplePage.create());
        byte[] golden = GoldenBytes.check("page-1.hex", write(pages));
        assertThat(PageContent.rows(read(golden, SamplePage.ROW_TYPE))).isEqualTo(PageContent.rows(pages));
    }

    @Test
    void onlyTheBytesThatRowsUseAreWritten() throws IOException {
        byte[] block = new byte[1_000_000];
        int[] starts = {900_000, 10, 500_000};
        int[] lengths = {3, 4, 5};
        Page page = Page.of(3, List.of(new BytesColumn(3, block, starts, lengths, null)));
        assertThat(write(List.of(page))).hasSizeLessThan(60);
    }

    @Test
    void valuesThatRepeatAreWrittenOnce() throws IOException {
        byte[] block = new byte[1_000];
        int[] lengths = new int[8_000];
        Arrays.fill(lengths, 1_000);
        Column texts = new BytesColumn(8_000, block, new int[8_000], lengths, null);
        long[] numbers = new long[1_000];
        Arrays.setAll(numbers, i -> i * i);
        Column arrays = new ArrayColumn(8_000, new LongColumn(1_000, numbers, null), new int[8_000], lengths, null);
        List<Page> pages = List.of(Page.of(8_000, List.of(texts, arrays)));
        byte[] written = write(pages);
        assertThat(written).hasSizeLessThan(6_000);
        RowType rowType =
                RowType.of(new Field("t", Type.VARCHAR, true), new Field("a", new ArrayType(Type.BIGINT, false), true));
        assertThat(PageContent.rows(read(written, rowType))).isEqualTo(PageContent.rows(pages));
    }

    @Test
    void numbersNearEachOtherTakeFewBytes() throws IOException {
        long[] times = new long[8_192];
        Arrays.setAll(times, i -> 1_700_000_000_000L + i * 3);
        assertThat(write(List.of(Page.of(8_192, List.of(new LongColumn(8_192, times, null))))))
                .hasSizeLessThan(2 * 8_192 + 60);
    }

    @Test
    void pageThatTakesMuchMemoryBecomesSeveral() throws IOException {
        long[] numbers = new long[1_000];
        Arrays.setAll(numbers, i -> i * 1_000_003L);
        List<Page> pages = List.of(Page.of(1_000, List.of(new LongColumn(1_000, numbers, null))));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PageWriter(new FrameWriter(out), 1_000, 2_000).write(pages.get(0));
        List<Page> read = read(out.toByteArray(), rowType(Type.BIGINT));
        assertThat(read).hasSizeGreaterThan(8);
        assertThat(PageContent.rows(read)).isEqualTo(PageContent.rows(pages));
    }

    @Test
    void rowThatNobodyWouldReadIsNotWritten() {
        Column large = new BytesColumn(1, new byte[3_000], new int[] {0}, new int[] {3_000}, null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PageWriter writer = new PageWriter(new FrameWriter(out), 1_000, 2_000);
        assertThatThrownBy(() -> writer.write(Page.of(1, List.of(large))))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("the most that can be stored");
        assertThat(out.size()).isZero();
    }

    @Test
    void pagesOfOtherRowsAreRefused() throws IOException {
        byte[] longs = write(List.of(Page.of(1, List.of(new LongColumn(1, new long[1], null)))));
        assertThatThrownBy(() -> read(longs, rowType(Type.VARCHAR)))
                .isInstanceOf(DamagedDataException.class)
                .hasMessage("damaged data at byte 0: column \"c\" of a page does not hold VARCHAR");
        assertThatThrownBy(() -> read(longs, new RowType(List.of())))
                .hasMessageContaining("a page has 1 columns instead of the 0 of its rows");
        Column arrays = new ArrayColumn(1, new LongColumn(1, new long[1], null), new int[1], new int[] {1}, null);
        byte[] written = write(List.of(Page.of(1, List.of(arrays))));
        assertThatThrownBy(() -> read(written, rowType(new ArrayType(Type.VARCHAR, true))))
                .hasMessageContaining("does not hold VARCHAR ARRAY");
    }

    @Test
    void pagesWithoutRowsAreLeftOut() throws IOException {
        assertThat(write(List.of(Page.of(0, List.of(new LongColumn(0, new long[0], null))))))
                .isEmpty();
    }
}
