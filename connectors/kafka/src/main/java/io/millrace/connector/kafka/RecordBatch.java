package io.millrace.connector.kafka;

import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.error.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The values of some records one behind the other, each with a line end, as parsers take them: in one array, so that pages can keep
 * slices of it.
 */
final class RecordBatch {

    private static final byte LINE_END = '\n';
    private static final byte[] NOTHING = {};

    private final List<ConsumerRecord<byte[], ByteBuffer>> records;
    /** Where the value of each record begins, and behind them where the last one ends. */
    private final int[] starts;

    private final byte[] bytes;

    /** @param oneLine whether line ends within a value are white space, and nothing that ends a record */
    RecordBatch(List<ConsumerRecord<byte[], ByteBuffer>> records, boolean oneLine) {
        this.records = records;
        starts = new int[records.size() + 1];
        for (int i = 0; i < records.size(); i++) {
            ByteBuffer value = records.get(i).value();
            starts[i + 1] = starts[i] + (value == null ? 0 : value.remaining() + 1);
        }
        bytes = new byte[starts[records.size()]];
        for (int i = 0; i < records.size(); i++) {
            ByteBuffer value = records.get(i).value();
            if (value != null) {
                copy(value, starts[i], oneLine);
            }
        }
    }

    private void copy(ByteBuffer value, int at, boolean oneLine) {
        int end = at + value.remaining();
        value.get(value.position(), bytes, at, end - at);
        bytes[end] = LINE_END;
        for (int i = at; oneLine && i < end; i++) {
            if (bytes[i] == LINE_END) {
                bytes[i] = ' ';
            }
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** Reports the records that have no value, as a table that is compacted has for rows that were deleted. */
    void rejectMissing(RejectedRows rejected) {
        for (ConsumerRecord<byte[], ByteBuffer> one : records) {
            if (one.value() == null) {
                rejected.reject(NOTHING, 0, 0, one.offset(), ErrorCode.INVALID_RECORD, "the record has no value");
            }
        }
    }

    /** Where the value that holds a place ends, behind its line end. */
    int endAt(int place) {
        return starts[indexAt(place) + 1];
    }

    /** The record whose value holds a place in {@link #bytes}. */
    ConsumerRecord<byte[], ByteBuffer> at(long place) {
        return records.get(indexAt(place));
    }

    private int indexAt(long place) {
        int found = Arrays.binarySearch(starts, 0, records.size(), (int) place);
        if (found < 0) {
            return -found - 2;
        }
        // records without a value begin where the next one does
        while (records.get(found).value() == null) {
            found++;
        }
        return found;
    }
}
