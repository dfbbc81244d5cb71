package io.millrace.app.script;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Waits for one connection and sends it lines. */
final class LineSocket implements AutoCloseable {

    private static final int ACCEPT_MILLIS = 20_000;

    private final ServerSocket listening;
    private Socket connected;

    LineSocket() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        listening.setSoTimeout(ACCEPT_MILLIS);
    }

    int port() {
        return listening.getLocalPort();
    }

    void send(List<String> lines) throws IOException {
        if (connected == null) {
            connected = listening.accept();
        }
        String text = String.join("\n", lines) + "\n";
        connected.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        connected.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        if (connected != null) {
            connected.close();
        }
    }
}
