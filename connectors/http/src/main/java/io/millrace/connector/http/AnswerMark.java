package io.millrace.connector.http;

import io.millrace.spi.connector.Offset;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Which answer was taken last, by what it is known again.
 *
 * @param count of answers whose rows were taken, which grows
 * @param digest of its bytes, in hexadecimal digits
 * @param entityTag that it came with; empty when it came with none
 * @param modified when it was, as it said; empty when it did not
 */
record AnswerMark(long count, String digest, String entityTag, String modified) {

    static final AnswerMark NONE = new AnswerMark(0, "", "", "");

    private static final int MOST_TOLD = 1_000;

    /** The next one. */
    AnswerMark next(HttpResponse<byte[]> answer, String digestOfIt) {
        return new AnswerMark(count + 1, digestOfIt, header(answer, "ETag"), header(answer, "Last-Modified"));
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers()
                .firstValue(name)
                .filter(text -> text.length() <= MOST_TOLD)
                .orElse("");
    }

    static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    Offset offset() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(count);
            out.writeUTF(digest);
            out.writeUTF(entityTag);
            out.writeUTF(modified);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Offset.ofBytes(bytes.toByteArray());
    }

    static AnswerMark of(Offset offset) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(offset.bytes()))) {
            return new AnswerMark(in.readLong(), in.readUTF(), in.readUTF(), in.readUTF());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return count + (count == 1 ? " answer" : " answers");
    }
}
