package io.millrace.connector.files;

import io.millrace.connector.files.content.FileContents;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.connector.change.NewestChanges;
import io.millrace.spi.connector.option.Options;
import java.nio.channels.FileChannel;
import java.util.List;

/** Opens ranges of the contents of files. */
record FileReaders(FileParsing parsing, List<SourceColumn> columns, List<Integer> key, FileFinder finder)
        implements ReaderFactory {

    static FileReaders of(SourceDefinition definition) {
        FileMetadata.check(definition.columns());
        Options options = definition.options();
        FileFinder finder = new FileFinder(options.reach().files(), contents(options));
        return new FileReaders(FileParsing.of(definition), definition.columns(), definition.key(), finder);
    }

    static FileContents contents(Options options) {
        return new FileContents(options.string("charset").orElseThrow());
    }

    @Override
    public SplitReader open(Split split, int[] asked, RejectedRows rejected) {
        return parsing.format().changes()
                ? NewestChanges.open(asked, key, all -> records(split, all, rejected))
                : records(split, asked, rejected);
    }

    private SplitReader records(Split split, int[] asked, RejectedRows rejected) {
        FilePosition end = FilePosition.of(split.end());
        String path = FilePartition.pathOf(split.partition(), end.generation()).toString();
        FileMetadata metadata = new FileMetadata(columns, asked, path);
        FileChannel channel = finder.open(split.partition(), end);
        FileRange range =
                new FileRange(channel, path, FilePosition.of(split.start()).position(), end.position());
        return parsing.format()
                .blocks()
                .<SplitReader>map(blocks -> new FileBlockReader(range, blocks, metadata, rejected))
                .orElseGet(() -> new FileSplitReader(range, parsing, metadata, rejected));
    }
}
