package io.millrace.engine.codegen.java;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.FrameKind;
import io.millrace.codec.FrameReader;
import io.millrace.codec.FrameWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A compiled class without its text.
 *
 * @param digest of the text
 * @param files the class files of the class and its nested ones, by binary name; not to be written to
 */
public record ClassFiles(String digest, Map<String, byte[]> files) {

    public ClassFiles {
        files = Map.copyOf(files);
    }

    /** Classes as one frame. */
    public static byte[] write(List<ClassFiles> classes) {
        return FrameWriter.frame(FrameKind.CLASSES, out -> {
            out.putCount(classes.size());
            classes.forEach(one -> one.put(out));
        });
    }

    private void put(Encoder out) {
        out.putText(digest);
        out.putCount(files.size());
        files.forEach((name, bytes) -> {
            out.putText(name);
            out.putBlock(bytes);
        });
    }

    /** @throws io.millrace.codec.DamagedDataException when the bytes are not those of classes */
    public static List<ClassFiles> read(byte[] frame) {
        return FrameReader.read(frame, FrameKind.CLASSES, in -> {
            int count = in.takeLength();
            in.claim(count * 64L);
            List<ClassFiles> classes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                classes.add(take(in));
            }
            return classes;
        });
    }

    private static ClassFiles take(Decoder in) {
        String digest = in.takeText();
        Map<String, byte[]> files = new HashMap<>();
        int count = in.takeLength();
        in.claim(count * 64L);
        for (int i = 0; i < count; i++) {
            files.put(in.takeText(), in.takeBlock());
        }
        return new ClassFiles(digest, files);
    }
}
