package io.millrace.endpoint.sql;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Text on its way to a client, passed on in pieces, so that no more than a row of it is in memory. */
final class TextOutput {

    private static final int PIECE = 16 << 10;

    private final OutputStream out;
    private StringBuilder text = new StringBuilder();

    TextOutput(OutputStream out) {
        this.out = out;
    }

    /** Where to append; the same until the next {@link #pass} or {@link #send}. */
    StringBuilder text() {
        return text;
    }

    /** Passes on what was appended, if it is enough to be worth it. */
    void pass() throws IOException {
        if (text.length() >= PIECE) {
            send();
        }
    }

    /** Passes on all that was appended. */
    void send() throws IOException {
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + PIECE);
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            out.write(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
            from = to;
        }
        if (text.capacity() > 4 * PIECE) {
            text = new StringBuilder();
        } else {
            text.setLength(0);
        }
    }

    void send(String more) throws IOException {
        text.append(more);
        send();
    }
}
