package io.millrace.connector.files;

import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import java.nio.file.Path;
import java.util.List;

/** Opens ranges of files by their paths. */
record FileReaders(FileParsing parsing, List<SourceColumn> columns) implements ReaderFactory {

    static FileReaders of(SourceDefinition definition) {
        FileMetadata.check(definition.columns());
        return new FileReaders(FileParsing.of(definition), definition.columns());
    }

    @Override
    public SplitReader open(Split split, int[] asked, RejectedRows rejected) {
        FileMetadata metadata = new FileMetadata(columns, asked, split.partition());
        return new FileSplitReader(Path.of(split.partition()), split, parsing, metadata, rejected);
    }
}
