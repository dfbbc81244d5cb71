package io.millrace.connector.kafka;

import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes rows of the records of a range. */
final class KafkaSplitReader implements SplitReader {

    private static final long[] TAKEN_BACK = new long[Page.MAX_ROWS];

    static {
        Arrays.fill(TAKEN_BACK, -1);
    }

    private final RecordFeed feed;
    private final boolean oneLine;
    /** Whether a broken value cannot take the next ones with it, so that many are parsed at once. */
    private final boolean together;

    private final RecordParser parser;
    private final KafkaMetadata metadata;
    private final RejectedRows rejected;
    private RecordBatch batch = new RecordBatch(List.of(), false);
    private int from;
    private Page page;

    KafkaSplitReader(RecordFeed feed, RecordFormat format, KafkaMetadata metadata, RejectedRows rejected) {
        this.feed = feed;
        this.oneLine = format.lineEndsAreSpace();
        this.together = format.splittable();
        this.metadata = metadata;
        this.rejected = rejected;
        this.parser = format.parser(metadata.recordColumns());
        if (metadata.isNeeded()) {
            parser.keepPositions();
        }
    }

    @Override
    public boolean advance() {
        page = null;
        while (true) {
            byte[] values = batch.bytes();
            if (from < values.length) {
                int limit = together ? values.length : batch.endAt(from);
                from = parser.parse(values, from, limit, from, true, this::reject);
            }
            boolean done = from >= values.length;
            if (parser.isFull() || (done && parser.rows() > 0)) {
                page = signed(complete());
                return true;
            }
            if (done && !next()) {
                return false;
            }
            if (page != null) {
                return true;
            }
        }
    }

    /** Takes more records; false at the end of the range. */
    private boolean next() {
        List<ConsumerRecord<byte[], ByteBuffer>> found = feed.next();
        if (found.isEmpty()) {
            return false;
        }
        if (feed.isWithoutValues()) {
            page = signed(metadata.alone(found));
            batch = new RecordBatch(List.of(), false);
        } else {
            batch = new RecordBatch(found, oneLine);
            batch.rejectMissing(rejected);
        }
        from = 0;
        return true;
    }

    private Page signed(Page rows) {
        return feed.takesBack() ? rows.withWeights(Arrays.copyOf(TAKEN_BACK, rows.size())) : rows;
    }

    private void reject(byte[] raw, int start, int length, long position, ErrorCode code, String reason) {
        rejected.reject(raw, start, length, batch.at(position).offset(), code, reason);
    }

    private Page complete() {
        if (!metadata.isNeeded()) {
            return parser.takePage();
        }
        int rows = parser.rows();
        long[] places = parser.positions();
        List<ConsumerRecord<byte[], ByteBuffer>> of = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            of.add(batch.at(places[row]));
        }
        return metadata.complete(parser.takePage(), of);
    }

    @Override
    public Page page() {
        return page;
    }

    @Override
    public void close() {
        feed.close();
    }
}
