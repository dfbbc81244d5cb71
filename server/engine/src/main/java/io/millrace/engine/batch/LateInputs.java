package io.millrace.engine.batch;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.codec.graph.QueryCodec;
import io.millrace.dstream.DStream;
import io.millrace.engine.batch.BatchFrames.RowsIn;
import io.millrace.engine.batch.BatchFrames.RowsOut;
import io.millrace.engine.operator.Lateness;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes and reads late rows. A page that was large comes back as several. */
final class LateInputs {

    private LateInputs() {}

    static void put(List<LateInput> late, Encoder out, RowsOut rows) {
        MapCodec.putList(late, out, one -> {
            QueryCodec.putNode(one.input(), out);
            rows.put(new TypedPages(one.input().rowType(), List.of(one.rows())), out);
            out.putText(one.lateness().reason().name());
            putTimes(one.lateness().windowStarts(), one.rows().size(), out);
            putTimes(one.lateness().windowEnds(), one.rows().size(), out);
            out.putSigned(one.watermark());
        });
    }

    private static void putTimes(long[] times, int count, Encoder out) {
        out.putBoolean(times != null);
        if (times != null) {
            out.putLongs(times, count);
        }
    }

    static List<LateInput> take(Decoder in, RowsIn rows) {
        return MapCodec.takeList(in, () -> takeOne(in, rows)).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<LateInput> takeOne(Decoder in, RowsIn rows) {
        DStream input = QueryCodec.takeNode(in);
        TypedPages typed = rows.take(in);
        if (!typed.rowType().equals(input.rowType()) || typed.rows() > Integer.MAX_VALUE) {
            throw in.damaged("late rows have other columns than the input that they came by");
        }
        Lateness.Reason reason = reason(in);
        long[] starts = takeTimes(in, (int) typed.rows());
        long[] ends = takeTimes(in, (int) typed.rows());
        long watermark = in.takeSigned();
        List<LateInput> late = new ArrayList<>();
        int from = 0;
        for (Page page : typed.pages()) {
            int to = from + page.size();
            Lateness lateness = new Lateness(reason, part(starts, from, to), part(ends, from, to));
            late.add(new LateInput(input, page, lateness, watermark));
            from = to;
        }
        return late;
    }

    private static Lateness.Reason reason(Decoder in) {
        String name = in.takeText();
        try {
            return Lateness.Reason.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw in.damaged("rows are not late because of \"" + name + "\"");
        }
    }

    private static long[] takeTimes(Decoder in, int count) {
        return in.takeBoolean() ? in.takeLongs(count) : null;
    }

    private static long[] part(long[] times, int from, int to) {
        return times == null ? null : Arrays.copyOfRange(times, from, to);
    }
}
