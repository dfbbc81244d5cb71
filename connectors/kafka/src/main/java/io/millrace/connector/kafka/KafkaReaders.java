package io.millrace.connector.kafka;

import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.connector.change.NewestChanges;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Objects;

/** Opens ranges of partitions, and learns from them how large records are. */
final class KafkaReaders implements ReaderFactory {

    private static final long FIRST_GUESS = 128;

    private final RecordFormat format;
    private final List<SourceColumn> columns;
    private final List<Integer> key;
    private final boolean upsert;
    private final FlowPool pool;
    private volatile long recordBytes = FIRST_GUESS;

    private KafkaReaders(
            RecordFormat format, List<SourceColumn> columns, List<Integer> key, boolean upsert, FlowPool pool) {
        this.format = format;
        this.columns = columns;
        this.key = key;
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
        Objects.requireNonNull(format.parser(new int[0])); // a format of files refuses
        if (format.changes() && upsert) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'mode' is 'upsert', but the format tells by itself how records change rows; leave it out");
        }
        return new KafkaReaders(
                format,
                definition.columns(),
                definition.key(),
                upsert,
                new FlowPool(ClientOptions.clients(definition.options())));
    }

    /** Whether records take rows back. */
    boolean changes() {
        return upsert || format.changes();
    }

    /** Whether a row that is taken back need not be there. */
    boolean takesBackUnknown() {
        return upsert || !key.isEmpty();
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
        return format.changes()
                ? NewestChanges.open(asked, key, all -> records(split, all, rejected))
                : records(split, asked, rejected);
    }

    private SplitReader records(Split split, int[] asked, RejectedRows rejected) {
        KafkaMetadata metadata = new KafkaMetadata(columns, asked);
        RecordFlow flow = pool.take(SourceOptions.partition(split.partition()), KafkaOffset.of(split.start()));
        long end = KafkaOffset.of(split.end()).count();
        boolean keyed = columns.stream()
                .anyMatch(column -> column.metadata().filter("key"::equals).isPresent());
        RecordFeed all = new AllRecords(this, pool, flow, end);
        RecordFeed feed = upsert
                ? new NewestRecords(all, !keyed, rejected)
                : format.changes() ? new ChangeRecords(all, format) : all;
        return new KafkaSplitReader(feed, format, metadata, rejected);
    }

    void close() {
        pool.close();
    }
}
