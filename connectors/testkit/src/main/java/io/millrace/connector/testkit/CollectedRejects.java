package io.millrace.connector.testkit;

import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps refused records for a test to look at. Thread-safe. */
public final class CollectedRejects implements RejectedRows {

    private final List<Reject> rejects = new ArrayList<>();

    /** A refused record; {@code raw} shows its bytes as Latin-1, so that none is lost. */
    public record Reject(String raw, long position, ErrorCode code, String reason) {}

    @Override
    public synchronized void reject(byte[] raw, int start, int length, long position, ErrorCode code, String reason) {
        rejects.add(new Reject(new String(raw, start, length, StandardCharsets.ISO_8859_1), position, code, reason));
    }

    /** All records refused so far, by position. */
    public synchronized List<Reject> all() {
        return rejects.stream()
                .sorted(Comparator.comparingLong(Reject::position))
                .toList();
    }

    public List<String> reasons() {
        return all().stream().map(Reject::reason).toList();
    }
}
