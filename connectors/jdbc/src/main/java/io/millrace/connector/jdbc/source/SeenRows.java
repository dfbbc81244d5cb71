package io.millrace.connector.jdbc.source;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows that have the greatest value so far, and which of them were read before. */
final class SeenRows {

    private static final int MOST = 50_000;

    private final MessageDigest digests;
    private final Map<ByteBuffer, Integer> expected = new HashMap<>();
    private OrderValue greatest;
    private List<ByteBuffer> ties = new ArrayList<>();

    /** @param place where reading begins; null at the beginning of a table */
    SeenRows(GrowthPlace place) {
        try {
            digests = MessageDigest.getInstance("MD5"); // against chance, not against people
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        if (place != null) {
            greatest = place.greatest();
            ties = new ArrayList<>(place.ties());
            place.ties().forEach(digest -> expected.merge(digest, 1, Integer::sum));
        }
    }

    /**
     * Takes note of a row.
     *
     * @return whether it was not read before
     */
    boolean add(OrderValue value, String text) {
        ByteBuffer digest = ByteBuffer.wrap(digests.digest((value + "|" + text).getBytes(StandardCharsets.UTF_8)));
        int before = expected.getOrDefault(digest, 0);
        if (before > 0) {
            expected.put(digest, before - 1);
            return false;
        }
        if (!value.equals(greatest)) {
            greatest = value;
            ties = new ArrayList<>();
        }
        ties.add(digest);
        if (ties.size() > MOST) {
            throw new MillraceException(
                    ErrorCode.SOURCE_FAILED,
                    "more than " + MOST + " rows have the value " + value
                            + " in the column that grows, too many to know them"
                            + " again; name a column that tells more rows apart");
        }
        return true;
    }

    List<ByteBuffer> ties() {
        return ties;
    }
}
