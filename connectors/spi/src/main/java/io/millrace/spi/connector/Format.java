package io.millrace.spi.connector;

import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

/** A record format such as JSON or CSV, found by {@link java.util.ServiceLoader}. */
public interface Format {

    /** The value of {@code format='…'} in SQL. */
    String name();

    List<Option> options();

    /**
     * Binds the format to the columns of a stream.
     *
     * @param columns the columns of the stream in declared order
     * @throws io.millrace.spi.error.MillraceException when a column has a type that the format cannot hold
     */
    RecordFormat bind(List<SourceColumn> columns, Options options);

    /**
     * Binds the format to the columns of a table.
     *
     * @param key indexes into {@code columns} of those by which its rows are found; empty where all columns together tell a row apart
     */
    default RecordFormat bind(List<SourceColumn> columns, List<Integer> key, Options options) {
        return bind(columns, options);
    }

    /**
     * The columns that a file has, for a stream that declares none; empty when the format cannot tell.
     *
     * @param options validated, of the connector and the format
     */
    default List<SourceColumn> columnsOf(FileChannel file, Options options) throws IOException {
        return List.of();
    }

    /**
     * What its files can be compressed with inside, which the option {@code compression} of sinks then says, the default first; empty where
     * files are compressed as a whole or not at all.
     */
    default List<String> compressions() {
        return List.of();
    }

    /**
     * A writer of records with these columns, which {@link #bind} can read again.
     *
     * @throws io.millrace.spi.error.MillraceException when a column has a type that the format cannot hold
     */
    RecordWriter writer(RowType rowType, Options options);

    /**
     * A writer of single messages, each of which a parser of {@link #bind} can read alone; does no I/O.
     *
     * @param subject under which a registry has the schema of such messages, where the format needs one
     * @throws io.millrace.spi.error.MillraceException when a column has a type that the format cannot hold; with code NOT_SUPPORTED when
     *     the format is one of files only
     */
    default RecordWriter messageWriter(RowType rowType, Options options, String subject) {
        RecordWriter writer = writer(rowType, options);
        if (writer.isStructured()) {
            throw new MillraceException(ErrorCode.NOT_SUPPORTED, "format '" + name() + "' is written to files only");
        }
        return writer;
    }
}
