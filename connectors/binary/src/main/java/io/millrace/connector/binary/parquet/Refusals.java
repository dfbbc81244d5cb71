package io.millrace.connector.binary.parquet;

import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The rows of a page that cannot be read; of each the reason that was found first. */
final class Refusals {

    private record Reason(ErrorCode code, String text) {}

    private final Map<Integer, Reason> reasons = new TreeMap<>();

    void refuse(int row, ErrorCode code, String text) {
        reasons.putIfAbsent(row, new Reason(code, text));
    }

    boolean isEmpty() {
        return reasons.isEmpty();
    }

    /** Reports the refused rows. */
    void report(long firstPosition, long firstRow, RejectedRows rejected) {
        reasons.forEach((row, reason) -> {
            byte[] raw = ("row " + (firstRow + row)).getBytes(StandardCharsets.UTF_8);
            rejected.reject(raw, 0, raw.length, firstPosition + row, reason.code(), reason.text());
        });
    }

    /** The numbers of the other rows. */
    int[] others(int rows) {
        int[] others = new int[rows - reasons.size()];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (!reasons.containsKey(row)) {
                others[count++] = row;
            }
        }
        return others;
    }

    /** The page without the refused rows. */
    Page without(Page page) {
        int[] others = others(page.size());
        return page.gather(others, others.length);
    }

    void clear() {
        reasons.clear();
    }
}
