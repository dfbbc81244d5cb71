package io.millrace.engine.batch;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.Split;
import java.util.List;

/** Writes and reads what was read of sources. */
public final class SplitCodec {

    private SplitCodec() {}

    public static void put(List<Split> splits, Encoder out) {
        MapCodec.putList(splits, out, split -> {
            out.putText(split.partition());
            out.putBlock(split.start().bytes());
            out.putBlock(split.end().bytes());
            out.putSigned(split.extent());
        });
    }

    public static List<Split> take(Decoder in) {
        return MapCodec.takeList(
                in,
                () -> new Split(
                        in.takeText(),
                        Offset.ofBytes(in.takeBlock()),
                        Offset.ofBytes(in.takeBlock()),
                        in.takeSigned()));
    }
}
