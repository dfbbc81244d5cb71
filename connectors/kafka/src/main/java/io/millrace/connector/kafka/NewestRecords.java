package io.millrace.connector.kafka;

import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Of each key of a range the newest record: first those with a value, which replace rows, then those without, which take rows back. All
 * records of the range pass through memory, one of each key stays.
 */
final class NewestRecords implements RecordFeed {

    private final RecordFeed all;
    /** Whether the key tells the columns of the row that goes, as a record of the format. */
    private final boolean keyIsRecord;

    private final RejectedRows rejected;
    private List<ConsumerRecord<byte[], ByteBuffer>> values;
    private List<ConsumerRecord<byte[], ByteBuffer>> deletions = List.of();
    private boolean takesBack;

    NewestRecords(RecordFeed all, boolean keyIsRecord, RejectedRows rejected) {
        this.all = all;
        this.keyIsRecord = keyIsRecord;
        this.rejected = rejected;
    }

    @Override
    public List<ConsumerRecord<byte[], ByteBuffer>> next() {
        if (values == null) {
            read();
        }
        takesBack = values.isEmpty();
        List<ConsumerRecord<byte[], ByteBuffer>> from = takesBack ? deletions : values;
        int count = Math.min(Page.MAX_ROWS, from.size());
        List<ConsumerRecord<byte[], ByteBuffer>> some = List.copyOf(from.subList(0, count));
        List<ConsumerRecord<byte[], ByteBuffer>> rest = from.subList(count, from.size());
        if (takesBack) {
            deletions = rest;
        } else {
            values = rest;
        }
        return some;
    }

    private void read() {
        Map<ByteBuffer, ConsumerRecord<byte[], ByteBuffer>> newest = new LinkedHashMap<>();
        for (List<ConsumerRecord<byte[], ByteBuffer>> some = all.next(); !some.isEmpty(); some = all.next()) {
            for (ConsumerRecord<byte[], ByteBuffer> one : some) {
                if (one.key() == null) {
                    byte[] value = bytes(one.value());
                    rejected.reject(
                            value, 0, value.length, one.offset(), ErrorCode.INVALID_RECORD, "the record has no key");
                } else {
                    newest.put(ByteBuffer.wrap(one.key()), one);
                }
            }
        }
        values = new ArrayList<>();
        deletions = new ArrayList<>();
        for (ConsumerRecord<byte[], ByteBuffer> one : newest.values()) {
            if (one.value() != null) {
                values.add(one);
            } else {
                deletions.add(keyIsRecord ? ChangeRecords.withValue(one, ByteBuffer.wrap(one.key())) : one);
            }
        }
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] bytes = new byte[value == null ? 0 : value.remaining()];
        if (value != null) {
            value.get(value.position(), bytes);
        }
        return bytes;
    }

    @Override
    public boolean takesBack() {
        return takesBack;
    }

    @Override
    public boolean isWithoutValues() {
        return takesBack && !keyIsRecord;
    }

    @Override
    public void close() {
        all.close();
    }
}
