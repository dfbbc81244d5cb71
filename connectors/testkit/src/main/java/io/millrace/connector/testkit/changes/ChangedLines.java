package io.millrace.connector.testkit.changes;

import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The complete lines of a file as signed rows; an offset counts lines. */
record ChangedLines(Path path, List<SourceColumn> columns) implements ReaderFactory {

    static final String PARTITION = "lines";

    /** The lines that have a line end. */
    List<String> complete() {
        try {
            String text = Files.readString(path);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new MillraceException(ErrorCode.FILE_ERROR, "changes \"" + path + "\" cannot be read", e);
        }
    }

    @Override
    public SplitReader open(Split split, int[] asked, RejectedRows rejected) {
        List<String> lines = complete();
        if (lines.size() < split.end().asLong()) {
            throw new MillraceException(ErrorCode.SOURCE_FAILED, "changes \"" + path + "\" have become fewer");
        }
        return new Reader(
                lines.subList((int) split.start().asLong(), (int) split.end().asLong()), asked);
    }

    /** The rows of some lines with the columns asked for. */
    Page rows(List<String> lines, int[] asked) {
        List<Type> types = columns.stream().map(column -> column.field().type()).toList();
        PageBuilder page = new PageBuilder(
                java.util.Arrays.stream(asked).mapToObj(types::get).toList());
        for (String line : lines) {
            String[] words = line.split(" ");
            for (int i = 0; i < asked.length; i++) {
                append(page.column(i), words[1 + asked[i]]);
            }
            page.endRow(words[0].equals("-") ? -1 : 1);
        }
        return page.build();
    }

    private static void append(ColumnBuilder column, String word) {
        if (word.equals("NULL")) {
            column.appendNull();
        } else if (column instanceof LongColumnBuilder longs) {
            longs.append(Long.parseLong(word));
        } else if (column instanceof IntColumnBuilder ints) {
            ints.append(Integer.parseInt(word));
        } else {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            ((BytesColumnBuilder) column).append(bytes, 0, bytes.length);
        }
    }

    private final class Reader implements SplitReader {

        private final List<String> lines;
        private final int[] asked;
        private int next;
        private Page page;

        Reader(List<String> lines, int[] asked) {
            this.lines = lines;
            this.asked = asked;
        }

        @Override
        public boolean advance() {
            int end = Math.min(lines.size(), next + Page.MAX_ROWS);
            if (next == end) {
                return false;
            }
            page = rows(lines.subList(next, end), asked);
            next = end;
            return true;
        }

        @Override
        public Page page() {
            return page;
        }

        @Override
        public void close() {
            page = null;
        }
    }
}
