package io.millrace.engine.history;

import io.millrace.codec.DamagedDataException;
import io.millrace.codec.Decoder;
import io.millrace.codec.FrameReader;
import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchCommitCodec;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.BatchPlanCodec;
import io.millrace.engine.batch.SplitCodec;
import io.millrace.journal.JournalReader;
import io.millrace.journal.RecordType;
import io.millrace.spi.connector.Split;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the records of a {@link JournaledHistory}. */
public final class HistoryReader {

    private HistoryReader() {}

    /**
     * Tells what the record says that a reader is at.
     *
     * @throws DamagedDataException when it says nothing that makes sense
     */
    public static void read(JournalReader record, HistoryEvents events) {
        switch (record.type()) {
            case BATCH -> readBatch(bytes(record), events);
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
            case DEFINED -> events.defined(new DefinitionText(in.takeText(), takeSettings(in)));
            case REMOVED -> events.removed(takeTexts(in));
            case FAILED -> events.failed(in.takeText(), takeError(in));
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
            case CLOCK -> events.clock(in.takeBoolean(), in.takeSigned());
            case SINK_DONE -> events.sinkDone(in.takeText(), in.takeSigned());
            default -> throw in.damaged("a record of type " + type + " is no event");
        }
    }

    private static void readBatch(byte[] record, HistoryEvents events) {
        FrameReader frames = new FrameReader(new ByteArrayInputStream(record));
        try {
            frames.advance();
            BatchPlan plan = BatchPlanCodec.read(frames);
            frames.advance();
            events.batch(plan, BatchCommitCodec.read(frames));
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be read", e);
        }
    }

    private static void readSinkRows(byte[] record, HistoryEvents events) {
        FrameReader frames = new FrameReader(new ByteArrayInputStream(record));
        try {
            frames.advance();
            BatchCommit commit = BatchCommitCodec.read(frames);
            commit.outboxes()
                    .forEach((sink, outbox) ->
                            events.sinkRows(sink, outbox.number(), outbox.rows().pages()));
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be read", e);
        }
    }

    private static Map<String, String> takeSettings(Decoder in) {
        Map<String, String> settings = new TreeMap<>();
        int count = in.takeLength();
        for (int i = 0; i < count; i++) {
            settings.put(in.takeText(), in.takeText());
        }
        return settings;
    }

    private static List<String> takeTexts(Decoder in) {
        List<String> texts = new ArrayList<>();
        int count = in.takeLength();
        for (int i = 0; i < count; i++) {
            texts.add(in.takeText());
        }
        return texts;
    }

    private static MillraceException takeError(Decoder in) {
        String code = in.takeText();
        try {
            return new MillraceException(ErrorCode.valueOf(code), in.takeText());
        } catch (IllegalArgumentException e) {
            throw in.damaged("there is no error \"" + code + "\"");
        }
    }
}
