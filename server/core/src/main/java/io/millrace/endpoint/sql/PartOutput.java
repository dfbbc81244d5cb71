package io.millrace.endpoint.sql;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The bytes of an answer that are sent next. */
public final class PartOutput extends ByteArrayOutputStream {

    private static final int FIRST = 1 << 10;
    private static final int LARGE = 1 << 16;

    PartOutput() {
        super(FIRST);
    }

    /** Takes them out. */
    ByteBuffer take() {
        ByteBuffer taken = ByteBuffer.wrap(toByteArray());
        reset();
        if (buf.length > LARGE) {
            buf = new byte[FIRST];
        }
        return taken;
    }
}
