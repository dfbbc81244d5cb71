package io.millrace.journal.checkpoint;

import io.millrace.codec.DamagedDataException;
import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.FrameKind;
import io.millrace.codec.FrameReader;
import io.millrace.codec.FrameWriter;
import io.millrace.codec.MapCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;

/** Writes and reads manifests: a frame for the list, one for the catalog, one for the facts. */
final class ManifestCodec {

    private ManifestCodec() {}

    /** Writes one; that it has no size of its own is what it returns. */
    static long write(Manifest manifest, OutputStream out) throws IOException {
        FrameWriter frames = new FrameWriter(out);
        Encoder body = frames.body();
        body.putCount(manifest.number());
        body.putLong(manifest.server().getMostSignificantBits());
        body.putLong(manifest.server().getLeastSignificantBits());
        body.putSigned(manifest.head().epoch());
        body.putSigned(manifest.head().batch());
        body.putSigned(manifest.head().lsn());
        body.putSigned(manifest.head().timestamp());
        MapCodec.putList(manifest.contents(), body, entry -> put(entry, body));
        frames.write(FrameKind.MANIFEST);
        for (byte[] block : List.of(manifest.catalog(), manifest.facts())) {
            frames.body().putBytes(block, 0, block.length);
            frames.write(FrameKind.CONTENT);
        }
        return 0;
    }

    private static void put(Manifest.Entry entry, Encoder out) {
        out.putText(entry.name());
        out.putLong(entry.history());
        out.putCount(entry.version());
        MapCodec.putList(entry.files(), out, file -> {
            out.putText(file.name());
            out.putCount(file.length());
            out.putInt(file.checksum());
            out.putCount(file.version());
            out.putCount(file.size());
        });
    }

    /**
     * Reads one.
     *
     * @throws DamagedDataException when it is not whole
     * @throws io.millrace.spi.error.MillraceException when a newer version of the server has written it
     */
    static Manifest read(byte[] bytes, String name) throws IOException {
        FrameReader frames = new FrameReader(new ByteArrayInputStream(bytes));
        advance(frames);
        frames.refuseNewer(FrameKind.MANIFEST, "checkpoint " + name);
        Decoder in = frames.body(FrameKind.MANIFEST);
        long number = in.takeCount();
        UUID server = new UUID(in.takeLong(), in.takeLong());
        CheckpointHead head = new CheckpointHead(in.takeSigned(), in.takeSigned(), in.takeSigned(), in.takeSigned());
        List<Manifest.Entry> contents = MapCodec.takeList(in, () -> takeEntry(in));
        in.end();
        byte[] catalog = block(frames, name).array();
        Decoder facts = block(frames, name);
        if (frames.advance()) {
            throw new DamagedDataException(frames.offset(), "more follows than a manifest has");
        }
        return new Manifest(number, server, head, contents, catalog, facts.array(), facts.version());
    }

    private static void advance(FrameReader frames) throws IOException {
        if (!frames.advance()) {
            throw new DamagedDataException(frames.offset(), "the manifest ends too early");
        }
    }

    /** A frame of bytes whose meaning is known elsewhere. */
    private static Decoder block(FrameReader frames, String name) throws IOException {
        advance(frames);
        frames.refuseNewer(FrameKind.CONTENT, "checkpoint " + name);
        Decoder in = frames.body(FrameKind.CONTENT);
        byte[] bytes = in.takeBytes(in.remaining());
        return new Decoder(bytes, 0, bytes.length, in.offset(), in.version(), Decoder.DEFAULT_ALLOWANCE);
    }

    private static Manifest.Entry takeEntry(Decoder in) {
        return new Manifest.Entry(
                in.takeText(), in.takeLong(), in.takeCount(), MapCodec.takeList(in, () -> takeFile(in)));
    }

    private static Manifest.File takeFile(Decoder in) {
        return new Manifest.File(in.takeText(), in.takeCount(), in.takeInt(), in.takeCount(), in.takeCount());
    }
}
