package io.millrace.connector.jdbc.replication;

import io.millrace.connector.jdbc.replication.LogColumns.LogColumn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Decodes the messages of the plugin {@code pgoutput}, in version 1 of its protocol. Used by one thread. */
final class LogMessages {

    /** Takes what the messages say, in their order. Images are those of the newest message. */
    interface Listener {

        /** @param end where the commit of the transaction stands */
        void begin(long end);

        /** @param behind the place behind the transaction */
        void commit(long behind);

        /** A table, of this number from now on, has such columns. */
        void relation(int table, LogColumns columns);

        void insert(int table, RowImage after);

        /** @param before null when the row as it was was not sent whole */
        void update(int table, RowImage before, RowImage after);

        /** @param before null when it was not sent whole */
        void delete(int table, RowImage before);

        void truncate(int table);
    }

    private static final int WHOLE = 'O';
    private static final int KEY = 'K';
    private static final int NEW = 'N';

    private final RowImage before = new RowImage();
    private final RowImage after = new RowImage();

    /** Decodes one message. What it has nothing to say of, such as types and origins, is skipped. */
    void decode(ByteBuffer message, Listener listener) {
        switch (message.get()) {
            case 'B' -> listener.begin(message.getLong());
            case 'C' -> {
                message.get(); // flags, of which there are none
                message.getLong(); // where the commit begins
                listener.commit(message.getLong());
            }
            case 'R' -> listener.relation(message.getInt(), columns(message));
            case 'I' -> insert(message, listener);
            case 'U' -> update(message, listener);
            case 'D' -> {
                int table = message.getInt();
                listener.delete(table, old(message.get(), message));
            }
            case 'T' -> truncate(message, listener);
            default -> {}
        }
    }

    private LogColumns columns(ByteBuffer message) {
        String schema = text(message);
        String table = text(message);
        boolean full = message.get() == 'f';
        int count = message.getShort();
        List<LogColumn> columns = new ArrayList<>();
        for (; count > 0; count--) {
            message.get(); // whether it belongs to the key
            columns.add(new LogColumn(text(message), message.getInt(), message.getInt()));
        }
        return new LogColumns(schema + "." + table, full, columns);
    }

    private static String text(ByteBuffer message) {
        int start = message.position();
        while (message.get() != 0) {
            // looks for the end
        }
        return new String(
                message.array(), message.arrayOffset() + start, message.position() - 1 - start, StandardCharsets.UTF_8);
    }

    private void insert(ByteBuffer message, Listener listener) {
        int table = message.getInt();
        message.get(); // N
        image(message, after);
        listener.insert(table, after);
    }

    private void update(ByteBuffer message, Listener listener) {
        int table = message.getInt();
        int kind = message.get();
        RowImage old = null;
        if (kind != NEW) {
            old = old(kind, message);
            message.get(); // N
        }
        image(message, after);
        if (old != null) {
            after.complete(old);
        }
        listener.update(table, old, after);
    }

    /** The row as it was; null when only its key was sent. */
    private RowImage old(int kind, ByteBuffer message) {
        if (kind != WHOLE && kind != KEY) {
            throw new IllegalStateException("pgoutput sent an image of kind " + (char) kind);
        }
        image(message, before);
        return kind == WHOLE ? before : null;
    }

    private static void image(ByteBuffer message, RowImage image) {
        image.begin(message.array());
        int base = message.arrayOffset();
        for (int count = message.getShort(); count > 0; count--) {
            switch (message.get()) {
                case 'n' -> image.add(0, RowImage.NULL);
                case 'u' -> image.add(0, RowImage.UNCHANGED);
                default -> {
                    int length = message.getInt();
                    image.add(base + message.position(), length);
                    message.position(message.position() + length);
                }
            }
        }
    }

    private static void truncate(ByteBuffer message, Listener listener) {
        int count = message.getInt();
        message.get(); // what was said with it
        for (; count > 0; count--) {
            listener.truncate(message.getInt());
        }
    }
}
