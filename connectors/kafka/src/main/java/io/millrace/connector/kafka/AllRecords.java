package io.millrace.connector.kafka;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** All records of a range as they come. */
final class AllRecords implements RecordFeed {

    private final KafkaReaders readers;
    private final FlowPool pool;
    private final long end;
    private RecordFlow flow;
    private boolean failed;
    private long records;
    private long bytes;

    AllRecords(KafkaReaders readers, FlowPool pool, RecordFlow flow, long end) {
        this.readers = readers;
        this.pool = pool;
        this.flow = flow;
        this.end = end;
    }

    @Override
    public List<ConsumerRecord<byte[], ByteBuffer>> next() {
        failed = true;
        List<ConsumerRecord<byte[], ByteBuffer>> found = flow.take(end);
        failed = false;
        records += found.size();
        for (ConsumerRecord<byte[], ByteBuffer> one : found) {
            bytes += Math.max(0, one.serializedKeySize()) + Math.max(0, one.serializedValueSize());
        }
        return found;
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
        if (flow == null) {
            return;
        }
        readers.learn(records, bytes);
        if (failed) {
            flow.close();
        } else {
            pool.give(flow);
        }
        flow = null;
    }
}
