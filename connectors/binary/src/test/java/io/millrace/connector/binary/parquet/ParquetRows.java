package io.millrace.connector.binary.parquet;

import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.connector.testkit.PageText;
import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads files as sources do. */
public final class ParquetRows {

    private ParquetRows() {}

    /** The rows of a file, of which none may be refused. */
    public static List<String> of(Path file, Field... fields) throws IOException {
        return PageText.of(pages(file, fields));
    }

    static List<Page> pages(Path file, Field... fields) throws IOException {
        ParquetFormat format = new ParquetFormat();
        List<SourceColumn> columns = Arrays.stream(fields)
                .map(field -> new SourceColumn(field, Optional.empty()))
                .toList();
        BlockFormat blocks = format.bind(columns, Options.check("format", format.options(), Map.of()))
                .blocks()
                .orElseThrow();
        CollectedRejects rejects = new CollectedRejects();
        List<Page> pages = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            int[] all = IntStream.range(0, fields.length).toArray();
            BlockFormat.Reader reader = blocks.open(channel, 0, channel.size(), all, rejects);
            while (reader.advance()) {
                pages.add(reader.page());
            }
        }
        if (!rejects.reasons().isEmpty()) {
            throw new IOException("refused: " + rejects.reasons());
        }
        return pages;
    }
}
