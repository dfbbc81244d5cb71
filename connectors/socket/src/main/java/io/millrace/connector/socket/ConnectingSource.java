package io.millrace.connector.socket;

import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.connector.reach.NetworkReach;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to a sender, and anew, after growing pauses, whenever the connection ends. */
final class ConnectingSource implements ReceivedSource {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectingSource.class);
    private static final int CONNECT_MILLIS = 10_000;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final String host;
    private final int port;
    private final LineReceiver lines;
    private final NetworkReach reach;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Socket current;
    private volatile Thread thread;

    ConnectingSource(String host, int port, LineReceiver lines, NetworkReach reach) {
        this.host = host;
        this.port = port;
        this.lines = lines;
        this.reach = reach;
    }

    @Override
    public void start(Receiver receiver) {
        thread = new Thread(() -> run(receiver), "millrace-socket-" + host + ":" + port);
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Receiver receiver) {
        long pause = FIRST_PAUSE_MILLIS;
        try {
            do {
                boolean connected = false;
                try (Socket socket = new Socket()) {
                    current = socket;
                    InetAddress address = reach.address("option 'host'", host);
                    socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
                    connected = true;
                    lines.receive(socket.getInputStream(), host + ":" + port, receiver);
                    report(receiver, "closed the connection");
                } catch (UnknownHostException e) {
                    report(receiver, "cannot be reached: the host is unknown");
                } catch (IOException e) {
                    report(receiver, (connected ? "broke the connection: " : "cannot be reached: ") + e.getMessage());
                } catch (MillraceException e) {
                    report(
                            receiver,
                            (connected ? "sent what cannot be read: " : "is not connected to: ") + e.getMessage());
                }
                receiver.ended(host + ":" + port);
                pause = connected ? FIRST_PAUSE_MILLIS : Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            } while (!closed.await(pause, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(Receiver receiver, String problem) {
        if (closed.getCount() > 0) {
            receiver.problem(host + ":" + port + " " + problem + "; connecting again");
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            if (current != null) {
                current.close();
            }
        } catch (IOException e) {
            LOG.warn("Closing the connection to {}:{}: {}", host, port, e.getMessage());
        }
        if (thread != null) {
            thread.interrupt();
        }
    }
}
