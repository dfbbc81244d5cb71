package io.millrace.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends lines {@code number,symbol,price,time} to whoever connects, so many a second, a few each millisecond, and remembers when it
 * sent each.
 *
 * <p>The time of a row is when it was due, not when it was sent: a receiver that holds up the sender makes the rows after it late too.
 */
final class PacedFeed implements AutoCloseable {

    static final int SYMBOLS = 100;

    private static final long MILLISECOND = 1_000_000;
    private static final LocalDateTime FIRST_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private final ServerSocket server;
    private final int perSecond;
    private final int rows;
    private final AtomicLongArray due;

    PacedFeed(int perSecond, int seconds) throws IOException {
        this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        this.perSecond = perSecond;
        this.rows = perSecond * seconds;
        this.due = new AtomicLongArray(rows);
    }

    int port() {
        return server.getLocalPort();
    }

    int rows() {
        return rows;
    }

    /** When the row was due, in the time of {@link System#nanoTime}. */
    long due(int row) {
        return due.get(row);
    }

    /** Waits for a receiver and sends it all rows. */
    void send() {
        try (Socket socket = server.accept()) {
            socket.setTcpNoDelay(true);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            long start = System.nanoTime();
            int sent = 0;
            for (long millis = 1; sent < rows; millis++) {
                long now = start + millis * MILLISECOND;
                for (long left = now - System.nanoTime(); left > 0; left = now - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                int end = (int) Math.min(rows, millis * perSecond / 1000);
                String time = FIRST_TIME.plusNanos(millis * MILLISECOND).toString();
                while (sent < end) {
                    due.set(sent, now);
                    out.write(line(sent, time));
                    sent++;
                }
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] line(int row, String time) {
        return (row + ",S" + row % SYMBOLS + "," + row % 1000 + ".5," + time + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
