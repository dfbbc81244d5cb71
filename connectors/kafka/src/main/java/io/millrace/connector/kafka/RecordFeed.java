package io.millrace.connector.kafka;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records of a range, some at a time. One reader uses it. */
interface RecordFeed {

    /** The next ones; empty at the end. */
    List<ConsumerRecord<byte[], ByteBuffer>> next();

    /** Whether those that {@link #next} gave last take rows back. */
    boolean takesBack();

    /** Whether they have nothing but what stands beside the value, so that the columns of the value are NULL. */
    boolean isWithoutValues();

    /** Gives back what it holds; may be called more than once, and before the end. */
    void close();
}
