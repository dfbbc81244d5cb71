package io.millrace.connector.formats.json;

import io.millrace.connector.formats.EscapedText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds the parts of one record of Debezium. */
final class ChangeEnvelope extends ObjectWalk {

    private static final int MISSING = -1;
    private static final int OP = 0;
    private static final int BEFORE = 1;
    private static final int AFTER = 2;
    private static final int PAYLOAD = 3;
    private static final int STATUS = 4;

    private static final byte[][] NAMES = {
        ascii("op"), ascii("before"), ascii("after"), ascii("payload"), ascii("status")
    };

    /** Where the value of each part begins; {@link #MISSING} where it is missing or null. */
    private final int[] starts = new int[NAMES.length];

    private int opEnd;

    ChangeEnvelope(EscapedText escaped) {
        super(escaped);
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads the object at {@code index}; returns the index after it. */
    int read(byte[] buffer, int index) {
        Arrays.fill(starts, MISSING);
        return members(buffer, index);
    }

    @Override
    protected int named(byte[] bytes, int start, int end) {
        for (int part = 0; part < NAMES.length; part++) {
            if (Arrays.equals(NAMES[part], 0, NAMES[part].length, bytes, start, end)) {
                return part;
            }
        }
        return NONE;
    }

    @Override
    protected int value(byte[] buffer, int index, int member) {
        int end = scanner.value(buffer, index);
        if (member != NONE) {
            starts[member] = buffer[index] == 'n' ? MISSING : index;
            opEnd = member == OP ? end : opEnd;
        }
        return end;
    }

    boolean hasOp() {
        return starts[OP] != MISSING;
    }

    /** What happened, as one letter; {@code ?} when there are more. */
    char op(byte[] buffer) {
        boolean letter = buffer[starts[OP]] == '"' && opEnd - starts[OP] == 3;
        return letter ? (char) buffer[starts[OP] + 1] : '?';
    }

    /** The text of what happened. */
    String opText(byte[] buffer) {
        return new String(buffer, starts[OP], opEnd - starts[OP], StandardCharsets.UTF_8);
    }

    /** Whether it says of a transaction that it begins or ends, and nothing of a row. */
    boolean isTransaction() {
        return starts[STATUS] != MISSING;
    }

    boolean hasBefore() {
        return starts[BEFORE] != MISSING;
    }

    boolean hasAfter() {
        return starts[AFTER] != MISSING;
    }

    int before() {
        return starts[BEFORE];
    }

    int after() {
        return starts[AFTER];
    }

    /** Whether the record has its schema around it. */
    boolean hasPayload() {
        return starts[PAYLOAD] != MISSING;
    }

    int payload() {
        return starts[PAYLOAD];
    }
}
