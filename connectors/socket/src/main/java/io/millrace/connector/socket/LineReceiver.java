package io.millrace.connector.socket;

import io.millrace.spi.connector.Receiver;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.IntStream;

/**
 * Turns the bytes of one connection into pages.
 *
 * <p>A page is passed on when it is full or when nothing more has arrived yet, so that rows do not wait for later ones. The
 * receiver blocks when the server has too many rows; then nothing is read, and TCP slows the sender down.
 *
 * @param format how the bytes are read
 * @param columns number of columns of the stream
 */
record LineReceiver(RecordFormat format, int columns) {

    private static final int BLOCK = 64 << 10;
    /** A longer record is refused. */
    private static final int MAX_RECORD = 16 << 20;

    private static final int SHOWN = 256;

    /** Reads until the sender closes the connection. */
    void receive(InputStream in, String partition, Receiver receiver) throws IOException {
        new Connection(in, partition, receiver).run();
    }

    private final class Connection {

        private final InputStream in;
        private final String partition;
        private final Receiver receiver;
        private final RecordParser parser;
        private byte[] bytes = new byte[BLOCK];
        private long base;
        private int from;
        private int filled;
        private boolean headerDue = format.header();
        private boolean skipping;

        Connection(InputStream in, String partition, Receiver receiver) {
            this.in = in;
            this.partition = partition;
            this.receiver = receiver;
            this.parser = format.parser(IntStream.range(0, columns).toArray());
        }

        void run() throws IOException {
            int read = 0;
            while (read >= 0) {
                if (filled == bytes.length) {
                    passOn();
                    nextBlock();
                }
                read = in.read(bytes, filled, bytes.length - filled);
                filled += Math.max(0, read);
                if (skipping || headerDue) {
                    passFirstLine();
                }
                if (!skipping && !headerDue) {
                    parse(read < 0);
                }
                if (read < 0 || in.available() == 0) {
                    passOn();
                }
            }
        }

        private void parse(boolean last) {
            int next;
            do {
                next = parser.parse(bytes, from, filled, base + from, last, receiver);
                boolean moved = next > from;
                from = next;
                if (parser.isFull()) {
                    passOn();
                } else if (!moved) {
                    return;
                }
            } while (from < filled);
        }

        private void passOn() {
            if (parser.rows() > 0) {
                receiver.accept(partition, parser.takePage());
            }
        }

        /** Begins a fresh array with what was not consumed: the old one belongs to the pages made from it. */
        private void nextBlock() {
            int kept = filled - from;
            if (kept > MAX_RECORD) {
                receiver.reject(
                        bytes,
                        from,
                        SHOWN,
                        base + from,
                        ErrorCode.LIMIT_EXCEEDED,
                        "the record is longer than " + (MAX_RECORD >> 20) + " MiB; only its beginning is kept");
                skipping = true;
                from = filled;
                kept = 0;
            }
            byte[] fresh = new byte[Math.max(BLOCK, kept * 2)];
            System.arraycopy(bytes, from, fresh, 0, kept);
            base += from;
            bytes = fresh;
            from = 0;
            filled = kept;
        }

        /** Passes over the rest of a refused record, or takes the header. */
        private void passFirstLine() {
            int lineEnd = from;
            while (lineEnd < filled && bytes[lineEnd] != '\n') {
                lineEnd++;
            }
            if (lineEnd == filled) {
                from = skipping ? filled : from;
                return;
            }
            if (!skipping) {
                int end = lineEnd > from && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
                parser.header(bytes, from, end);
                headerDue = false;
            }
            skipping = false;
            from = lineEnd + 1;
        }
    }
}
