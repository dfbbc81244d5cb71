package io.millrace.connector.kafka;

import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;

/** Opens ranges of partitions, and learns from them how large records are. */
final class KafkaReaders implements ReaderFactory {

    private static final long FIRST_GUESS = 128;

    private final RecordFormat format;
    private final List<SourceColumn> columns;
    private final boolean upsert;
    private final FlowPool pool;
    private volatile long recordBytes = FIRST_GUESS;

    private KafkaReaders(RecordFormat format, List<SourceColumn> columns, boolean upsert, FlowPool pool) {
        this.format = format;
        this.columns = columns;
        this.upsert = upsert;
        this.pool = pool;
    }

    static KafkaReaders of(SourceDefinition definition) {
        boolean upsert = SourceOptions.of(definition.options()).upsert();
        KafkaMetadata.check(definition.columns(), upsert);
        RecordFormat format = definition
                .format()
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.OPTION_MISSING, "connector 'kafka' needs the option 'format', such as 'json'"));
        if (format.header()) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID, "option 'header' is 'true', but records of a topic have no header line");
        }
        return new KafkaReaders(
                format, definition.columns(), upsert, new FlowPool(ClientOptions.clients(definition.options())));
    }

    /** About how many bytes a record has: a power of two, so that it does not change all the time. */
    long recordBytes() {
        return recordBytes;
    }

    void learn(long records, long bytes) {
        if (records > 0) {
            recordBytes = Math.max(1, Long.highestOneBit(bytes / records) << 1);
        }
    }

    @Override
    public SplitReader open(Split split, int[] asked, RejectedRows rejected) {
        KafkaMetadata metadata = new KafkaMetadata(columns, asked);
        RecordFlow flow = pool.take(SourceOptions.partition(split.partition()), KafkaOffset.of(split.start()));
        long end = KafkaOffset.of(split.end()).count();
        boolean keyed = columns.stream()
                .anyMatch(column -> column.metadata().filter("key"::equals).isPresent());
        RecordFeed feed = upsert
                ? new NewestRecords(this, pool, flow, end, !keyed, rejected)
                : new AllRecords(this, pool, flow, end);
        return new KafkaSplitReader(feed, format, metadata, rejected);
    }

    void close() {
        pool.close();
    }
}
