package io.millrace.connector.kafka;

import io.millrace.spi.connector.RecordFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records of a format that tells how rows change, each with its key in its value; those that say nothing are left out. */
final class ChangeRecords implements RecordFeed {

    private final RecordFeed all;
    private final RecordFormat format;

    ChangeRecords(RecordFeed all, RecordFormat format) {
        this.all = all;
        this.format = format;
    }

    @Override
    public List<ConsumerRecord<byte[], ByteBuffer>> next() {
        List<ConsumerRecord<byte[], ByteBuffer>> told = new ArrayList<>();
        List<ConsumerRecord<byte[], ByteBuffer>> some = all.next();
        while (told.isEmpty() && !some.isEmpty()) {
            for (ConsumerRecord<byte[], ByteBuffer> one : some) {
                Optional<ByteBuffer> value = format.withKey(one.key(), one.value());
                value.ifPresent(found -> told.add(found == one.value() ? one : withValue(one, found)));
            }
            some = told.isEmpty() ? all.next() : List.of();
        }
        return told;
    }

    /** A record with another value. */
    static ConsumerRecord<byte[], ByteBuffer> withValue(ConsumerRecord<byte[], ByteBuffer> one, ByteBuffer value) {
        return new ConsumerRecord<>(
                one.topic(),
                one.partition(),
                one.offset(),
                one.timestamp(),
                one.timestampType(),
                one.serializedKeySize(),
                value.remaining(),
                one.key(),
                value,
                one.headers(),
                one.leaderEpoch());
    }

    @Override
    public boolean takesBack() {
        return false;
    }

    @Override
    public boolean isWithoutValues() {
        return false;
    }

    @Override
    public void close() {
        all.close();
    }
}
