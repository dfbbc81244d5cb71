package io.millrace.connector.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A way to the database that is cut at the next COMMIT: before the database has it, or after it has answered, which nobody learns. */
final class CutConnection implements AutoCloseable {

    enum Cut {
        NEVER,
        BEFORE_COMMIT,
        BEFORE_ANSWER
    }

    private final ServerSocket door;
    private final int database;
    private volatile Cut cut = Cut.NEVER;
    private volatile boolean inserted;

    CutConnection(int database) throws IOException {
        this.database = database;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void next(Cut next) {
        cut = next;
    }

    private interface Piping {
        void run() throws IOException;
    }

    private static void start(Piping piping) {
        Thread thread = new Thread(() -> {
            try {
                piping.run();
            } catch (IOException e) {
                // the way has ended
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = door.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), database);
            start(() -> pipe(client, server, true));
            start(() -> pipe(server, client, false));
        }
    }

    private void pipe(Socket from, Socket to, boolean requests) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[1 << 16];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                String text = new String(Arrays.copyOf(buffer, length), StandardCharsets.ISO_8859_1);
                if (isTime(requests, text)) {
                    cut = Cut.NEVER;
                    return;
                }
                to.getOutputStream().write(buffer, 0, length);
            }
        }
    }

    /** The request that follows the answer to an INSERT is the COMMIT, whose text a driver sends only once. */
    private boolean isTime(boolean request, String text) {
        if (!request && cut == Cut.BEFORE_COMMIT && text.contains("INSERT 0 ")) {
            inserted = true;
        }
        return request ? cut == Cut.BEFORE_COMMIT && inserted : cut == Cut.BEFORE_ANSWER && text.contains("COMMIT");
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
