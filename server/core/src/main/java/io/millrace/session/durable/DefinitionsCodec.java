package io.millrace.session.durable;

import io.millrace.codec.FrameKind;
import io.millrace.codec.FrameReader;
import io.millrace.codec.FrameWriter;
import io.millrace.codec.MapCodec;
import io.millrace.engine.history.DefinitionText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Writes and reads what a checkpoint has of the definitions. */
final class DefinitionsCodec {

    /**
     * What a checkpoint has of the definitions.
     *
     * @param partitions of queries that are made next
     * @param texts in an order in which they can be executed
     */
    record Stored(int partitions, List<DefinitionText> texts) {}

    private DefinitionsCodec() {}

    static byte[] write(int partitions, Collection<DefinitionText> texts) {
        return FrameWriter.frame(FrameKind.DEFINITIONS, out -> {
            out.putCount(partitions);
            MapCodec.putList(List.copyOf(texts), out, text -> text.put(out));
        });
    }

    /** @throws io.millrace.spi.error.MillraceException NOT_SUPPORTED when a newer version of the server wrote them */
    static void refuseNewer(byte[] bytes) {
        FrameReader frames = new FrameReader(new ByteArrayInputStream(bytes));
        try {
            if (frames.advance()) {
                frames.refuseNewer(FrameKind.DEFINITIONS, "what checkpoints have of the definitions");
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be read", e);
        }
    }

    static Stored read(byte[] bytes) {
        return FrameReader.read(
                bytes,
                FrameKind.DEFINITIONS,
                in -> new Stored(
                        in.takeCount(1 << 20, "partitions"), MapCodec.takeList(in, () -> DefinitionText.take(in))));
    }
}
