package io.millrace.engine.history;

import io.millrace.codec.DamagedDataException;
import io.millrace.codec.Decoder;
import io.millrace.codec.ErrorCodec;
import io.millrace.codec.FrameReader;
import io.millrace.codec.MapCodec;
import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchCommitCodec;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.BatchPlanCodec;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.Landed;
import io.millrace.engine.batch.LandedStatement;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.batch.SplitCodec;
import io.millrace.journal.JournalReader;
import io.millrace.journal.RecordType;
import io.millrace.spi.connector.Split;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Reads the records of a {@link JournaledHistory}. */
public final class HistoryReader {

    private static final int MOST_PARTITIONS = 1 << 20;

    /** The layout of {@code LANDED} since which it has statements that alter something. */
    private static final int FIRST_WITH_ALTERED = 2;

    /** The layout of {@code PIECE_DONE} since which the digest says its form. */
    private static final int FIRST_WITH_FORM = 2;

    private HistoryReader() {}

    /**
     * Tells what the record says that a reader is at.
     *
     * @throws DamagedDataException when it says nothing that makes sense
     */
    public static void read(JournalReader record, HistoryEvents events) {
        switch (record.type()) {
            case BATCH -> readBatch(bytes(record), plan -> plan, events);
            case LANDED -> readLanded(record, events);
            case SINK_ROWS -> readSinkRows(bytes(record), events);
            default -> {
                Decoder in = record.payload();
                read(record.type(), in, events);
                in.end();
            }
        }
    }

    private static byte[] bytes(JournalReader record) {
        Decoder in = record.payload(record.bytes() + 1L);
        return in.takeBytes(in.remaining());
    }

    private static void read(RecordType type, Decoder in, HistoryEvents events) {
        switch (type) {
            case DEFINED -> events.defined(DefinitionText.take(in));
            case REMOVED -> events.removed(MapCodec.takeList(in, in::takeText));
            case LANDING -> events.landing(MapCodec.takeList(in, in::takeText));
            case FAILED -> events.failed(in.takeText(), ErrorCodec.take(in));
            case PAUSED -> events.paused(in.takeText());
            case JOINED -> events.joined(in.takeText());
            case PASSED -> {
                String input = in.takeText();
                List<Split> splits = SplitCodec.take(in);
                events.passed(input, splits, in.takeBoolean(), in.takeSigned());
            }
            case COUNTED -> {
                String input = in.takeText();
                List<Split> splits = SplitCodec.take(in);
                events.counted(input, splits, in.takeCount(), in.takeCount());
            }
            case WAITING -> events.waiting(new TreeSet<>(MapCodec.takeList(in, in::takeText)));
            case RESUMED -> events.resumed(new TreeSet<>(MapCodec.takeList(in, in::takeText)));
            case PIECE -> events.piece(in.takeText(), PiecePlan.take(in));
            case PIECE_DONE -> {
                String query = in.takeText();
                Map<String, InputTime> times = MapCodec.take(in, () -> InputTime.take(in));
                events.pieceDone(query, times, Given.take(in, in.version() >= FIRST_WITH_FORM));
            }
            case PARTITIONS -> events.partitions(in.takeCount(MOST_PARTITIONS, "partitions"));
            case CLOCK -> events.clock(in.takeBoolean(), in.takeSigned());
            case SINK_DONE -> events.sinkDone(in.takeText(), in.takeSigned());
            default -> throw in.damaged("a record of type " + type + " is no event");
        }
    }

    private static void readLanded(JournalReader record, HistoryEvents events) {
        Decoder in = record.payload(Decoder.DEFAULT_ALLOWANCE + record.bytes());
        long place = in.takeCount();
        List<String> dropped = MapCodec.takeList(in, in::takeText);
        List<LandedStatement> altered = in.version() < FIRST_WITH_ALTERED
                ? List.of()
                : MapCodec.takeList(in, () -> DefinitionText.take(in).landed());
        Landed landed = new Landed(dropped, altered);
        readBatch(
                in.takeBytes(in.remaining()),
                plan -> {
                    if (place >= plan.changes().size()) {
                        throw in.damaged("a batch has no change " + place);
                    }
                    return plan.landing((int) place, landed);
                },
                events);
    }

    private static void readBatch(byte[] record, UnaryOperator<BatchPlan> landing, HistoryEvents events) {
        readFrames(record, frames -> {
            BatchPlan plan = landing.apply(BatchPlanCodec.read(frames));
            frames.advance();
            events.batch(plan, BatchCommitCodec.read(frames));
        });
    }

    private static void readSinkRows(byte[] record, HistoryEvents events) {
        readFrames(record, frames -> {
            BatchCommit given = BatchCommitCodec.read(frames);
            given.outboxes().forEach((sink, rows) -> events.sinkRows(sink, given.times(), rows));
        });
    }

    private interface Content {
        void read(FrameReader frames) throws IOException;
    }

    private static void readFrames(byte[] record, Content content) {
        FrameReader frames = new FrameReader(new ByteArrayInputStream(record));
        try {
            frames.advance();
            content.read(frames);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be read", e);
        }
    }
}
