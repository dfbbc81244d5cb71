package io.millrace.engine.batch;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.ErrorCodec;
import io.millrace.codec.MapCodec;
import io.millrace.engine.refused.RejectedRow;

/** Writes and reads what could not be used. */
final class RejectionsCodec {

    private RejectionsCodec() {}

    static void put(Rejections rejections, Encoder out) {
        out.putCount(rejections.count());
        MapCodec.putList(rejections.rows(), out, row -> {
            out.putText(row.partition());
            out.putSigned(row.position());
            ErrorCodec.putCode(row.code(), out);
            out.putText(row.text());
            out.putBlock(row.raw());
        });
    }

    static Rejections take(Decoder in) {
        return new Rejections(in.takeCount(), MapCodec.takeList(in, () -> takeRow(in)));
    }

    private static RejectedRow takeRow(Decoder in) {
        return new RejectedRow(in.takeText(), in.takeSigned(), ErrorCodec.takeCode(in), in.takeText(), in.takeBlock());
    }
}
