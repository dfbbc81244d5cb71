package io.millrace.connector.socket;

import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens at a port; every sender that connects has a thread of its own, and its host is its partition. */
final class ListeningSource implements ReceivedSource {

    private static final Logger LOG = LoggerFactory.getLogger(ListeningSource.class);

    private final ServerSocket server;
    private final LineReceiver lines;
    private final Map<Socket, Thread> senders = new ConcurrentHashMap<>();
    /** How many connections each host has. */
    private final Map<String, Integer> connections = new ConcurrentHashMap<>();

    private volatile boolean closed;

    private ListeningSource(ServerSocket server, LineReceiver lines) {
        this.server = server;
        this.lines = lines;
    }

    static ListeningSource open(String host, int port, LineReceiver lines) {
        try {
            ServerSocket server = new ServerSocket();
            try {
                server.setReuseAddress(true);
                server.bind(new InetSocketAddress(InetAddress.getByName(host), port));
                return new ListeningSource(server, lines);
            } catch (IOException e) {
                server.close();
                throw e;
            }
        } catch (UnknownHostException e) {
            throw failed("host \"" + host + "\" is unknown", e);
        } catch (BindException e) {
            throw failed(
                    "port " + port + " of " + host + " cannot be listened at: it is in use or not allowed ("
                            + e.getMessage() + "); choose another 'port'",
                    e);
        } catch (IOException e) {
            throw failed("port " + port + " of " + host + " cannot be listened at: " + e.getMessage(), e);
        }
    }

    private static MillraceException failed(String text, IOException cause) {
        return new MillraceException(ErrorCode.SOURCE_FAILED, text, cause);
    }

    /** The port listened at, also when the operating system chose it. */
    int port() {
        return server.getLocalPort();
    }

    @Override
    public void start(Receiver receiver) {
        run("millrace-socket-listen-" + port(), () -> listen(receiver)).start();
    }

    private static Thread run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void listen(Receiver receiver) {
        while (!closed) {
            try {
                Socket socket = server.accept();
                String sender = socket.getInetAddress().getHostAddress();
                Thread thread = run("millrace-socket-from-" + sender, () -> receive(socket, sender, receiver));
                connections.merge(sender, 1, Integer::sum);
                senders.put(socket, thread);
                thread.start();
            } catch (IOException e) {
                if (!closed) {
                    receiver.problem("port " + port() + ": a sender could not be accepted: " + e.getMessage());
                }
            }
        }
        closeSenders();
    }

    private void receive(Socket socket, String sender, Receiver receiver) {
        try (socket) {
            lines.receive(socket.getInputStream(), sender, receiver);
        } catch (IOException e) {
            if (!closed) {
                receiver.problem(sender + " broke the connection: " + e.getMessage());
            }
        } catch (MillraceException e) {
            receiver.problem(sender + " sent what cannot be read: " + e.getMessage());
        } finally {
            senders.remove(socket);
            if (connections.merge(sender, -1, ListeningSource::noneIfZero) == null) {
                receiver.ended(sender);
            }
        }
    }

    private static Integer noneIfZero(int open, int change) {
        return open + change == 0 ? null : (Integer) (open + change);
    }

    private void closeSenders() {
        senders.forEach((socket, thread) -> {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.warn("Closing the connection of {}: {}", socket.getInetAddress(), e.getMessage());
            }
            thread.interrupt();
        });
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("Closing port {}: {}", port(), e.getMessage());
        }
        closeSenders();
    }
}
