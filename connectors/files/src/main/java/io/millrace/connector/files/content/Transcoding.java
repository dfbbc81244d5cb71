package io.millrace.connector.files.content;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;

/**
 * Text of some charset as UTF-8. What is no text of that charset becomes a byte that is no UTF-8, so that the record which has it is
 * refused.
 */
final class Transcoding extends InputStream {

    private static final int BUFFER = 16 << 10;
    private static final byte NO_TEXT = (byte) 0xFF;

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final ByteBuffer source = ByteBuffer.allocate(BUFFER).limit(0);
    private final CharBuffer text = CharBuffer.allocate(BUFFER);
    private ByteBuffer ready = ByteBuffer.allocate(0);
    /** Half a character that the last text ended with; 0 for none. */
    private char half;

    private boolean atEnd;
    private boolean finished;

    Transcoding(InputStream in, Charset charset) {
        this.in = in;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** That with the name that an option has; empty for UTF-8, which needs nothing done. */
    static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name)).filter(charset -> !charset.equals(StandardCharsets.UTF_8));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'charset' is '" + name
                            + "', but must be the name of a charset, such as 'iso-8859-1', 'windows-1252' or 'utf-16'",
                    e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        while (!ready.hasRemaining()) {
            if (finished) {
                return -1;
            }
            decode();
        }
        int count = Math.min(length, ready.remaining());
        ready.get(target, from, count);
        return count;
    }

    private void decode() throws IOException {
        fill();
        text.clear();
        if (half != 0) {
            text.put(half);
            half = 0;
        }
        CoderResult result = decoder.decode(source, text, atEnd);
        boolean wrong = result.isError();
        if (wrong) {
            source.position(source.position() + result.length());
        } else if (result.isUnderflow() && atEnd) {
            finished = decoder.flush(text).isUnderflow();
        }
        text.flip();
        if (!wrong && !finished && text.hasRemaining() && Character.isHighSurrogate(text.get(text.limit() - 1))) {
            half = text.get(text.limit() - 1);
            text.limit(text.limit() - 1);
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(text);
        ready = wrong ? withMark(encoded) : encoded;
    }

    private static ByteBuffer withMark(ByteBuffer encoded) {
        return ByteBuffer.allocate(encoded.remaining() + 1)
                .put(encoded)
                .put(NO_TEXT)
                .flip();
    }

    private void fill() throws IOException {
        source.compact();
        int read = atEnd ? -1 : in.read(source.array(), source.position(), source.remaining());
        atEnd = read < 0;
        source.position(source.position() + Math.max(0, read)).flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
