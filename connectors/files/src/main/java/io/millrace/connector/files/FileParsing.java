package io.millrace.connector.files;

import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Begins the parsing of a file: its byte order mark and its header come before the first record. */
record FileParsing(RecordFormat format) {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    static FileParsing of(SourceDefinition definition) {
        return new FileParsing(definition
                .format()
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.OPTION_MISSING, "connector 'files' needs the option 'format', such as 'json'")));
    }

    /** Gives the header to the parser; returns where reading begins for a range that starts at {@code start}. */
    long begin(FileChannel channel, long start, RecordParser parser) throws IOException {
        if (format.header()) {
            FileHeader header = FileHeader.read(channel);
            parser.header(header.line(), 0, header.line().length);
            return start == 0 ? header.end() : start;
        }
        return start == 0 && hasByteOrderMark(channel) ? BYTE_ORDER_MARK.length : start;
    }

    private static boolean hasByteOrderMark(FileChannel channel) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(BYTE_ORDER_MARK.length);
        channel.read(first, 0);
        return first.flip().equals(ByteBuffer.wrap(BYTE_ORDER_MARK));
    }

    /** Refuses a file whose header or schema does not fit the columns; whether it is there and fits. */
    boolean checkHeader(Path file, FileChannel channel) throws IOException {
        try {
            Optional<BlockFormat> blocks = format.blocks();
            if (blocks.isPresent()) {
                return channel.size() == 0 || !blocks.get().ends(channel, 0, 1).isEmpty();
            }
            if (!format.header()) {
                return true;
            }
            FileHeader header = FileHeader.read(channel);
            if (header.complete()) {
                format.parser(new int[0]).header(header.line(), 0, header.line().length);
            }
            return header.complete();
        } catch (MillraceException e) {
            throw new MillraceException(e.code(), "file \"" + file + "\": " + e.getMessage(), e);
        }
    }
}
