package io.millrace.codec.graph;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.FrameKind;
import io.millrace.codec.FrameReader;
import io.millrace.codec.FrameWriter;
import io.millrace.dstream.DStream;
import io.millrace.dstream.query.Query;
import io.millrace.dstream.window.OwnTime;
import io.millrace.spi.data.RowType;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes queries as bytes and reads equal ones. */
public final class QueryCodec {

    private static final int NANOS = 1_000_000_000;

    private QueryCodec() {}

    /** The query as one frame. */
    public static byte[] write(Query query) {
        return FrameWriter.frame(FrameKind.QUERY, out -> put(query, out));
    }

    /** @throws io.millrace.codec.DamagedDataException when the bytes are not those of a query */
    public static Query read(byte[] frame) {
        return FrameReader.read(frame, FrameKind.QUERY, QueryCodec::take);
    }

    /** Writes the query without a frame, as part of something else. */
    public static void put(Query query, Encoder out) {
        GraphParts parts = new GraphParts();
        Encoder record = new Encoder();
        GraphOutput output = new GraphOutput(parts, record);
        output.text(query.name())
                .kind(query.output())
                .node(query.root())
                .optional(query.key(), output::numbers)
                .optional(query.ownTime(), (OwnTime time) -> ownTime(time, output));
        record.putCount(query.timed().size());
        query.timed().forEach((name, rowType) -> output.text(name).rowType(rowType));
        parts.writeTo(out);
        out.putAll(record);
    }

    private static void ownTime(OwnTime time, GraphOutput out) {
        out.expression(time.watermark())
                .optional(
                        time.maxAhead(),
                        (Duration most) -> out.number(most.getSeconds()).number(most.getNano()));
    }

    public static Query take(Decoder decoder) {
        GraphInput in = new GraphInput(decoder);
        in.readParts();
        return new Query(
                in.text(),
                in.kind(Query.Output.class),
                in.node(),
                in.optional(in::numbers),
                in.optional(() -> ownTime(in)),
                timed(in));
    }

    /** Writes a node with all that is below it, as part of something else. */
    public static void putNode(DStream node, Encoder out) {
        GraphParts parts = new GraphParts();
        int number = parts.number(node);
        parts.writeTo(out);
        out.putCount(number);
    }

    public static DStream takeNode(Decoder decoder) {
        GraphInput in = new GraphInput(decoder);
        in.readParts();
        return in.node();
    }

    private static OwnTime ownTime(GraphInput in) {
        return new OwnTime(in.expression(), in.optional(() -> duration(in)));
    }

    private static Duration duration(GraphInput in) {
        long seconds = in.number();
        long nanos = in.number();
        if (nanos < 0 || nanos >= NANOS) {
            throw in.decoder().damaged(nanos + " is no part of a second");
        }
        return Duration.ofSeconds(seconds, nanos);
    }

    private static SortedMap<String, RowType> timed(GraphInput in) {
        SortedMap<String, RowType> timed = new TreeMap<>();
        int count = in.decoder().takeLength();
        for (int i = 0; i < count; i++) {
            timed.put(in.text(), in.rowType());
        }
        return timed;
    }
}
