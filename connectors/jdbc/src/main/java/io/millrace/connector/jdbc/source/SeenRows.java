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

/**
 * The rows that have the greatest value so far, and which of them were read before. Where few values come twice, few digests are made: of a value
 * that only one row has yet, none before they are asked for.
 */
final class SeenRows {

    private static final int MOST = 50_000;

    private final MessageDigest digests;
    private final OrderValue beginning;
    private final Map<ByteBuffer, Integer> expected = new HashMap<>();
    private OrderValue greatest;
    private String single;
    private List<ByteBuffer> ties = new ArrayList<>();

    /** @param place where reading begins; null at the beginning of a table */
    SeenRows(GrowthPlace place) {
        try {
            digests = MessageDigest.getInstance("MD5"); // against chance, not against people
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        beginning = place == null ? null : place.greatest();
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
        if (value.equals(beginning)) {
            ByteBuffer digest = digest(value, text);
            int before = expected.getOrDefault(digest, 0);
            if (before > 0) {
                expected.put(digest, before - 1);
                return false;
            }
            ties.add(digest);
        } else if (value.equals(greatest)) {
            digestSingle();
            ties.add(digest(value, text));
        } else {
            greatest = value;
            ties = new ArrayList<>();
            single = text;
        }
        if (ties.size() > MOST) {
            throw new MillraceException(
                    ErrorCode.SOURCE_FAILED,
                    "more than " + MOST + " rows have the value " + value
                            + " in the column that grows, too many to know them"
                            + " again; name a column that tells more rows apart");
        }
        return true;
    }

    private void digestSingle() {
        if (single != null) {
            ties.add(digest(greatest, single));
            single = null;
        }
    }

    private ByteBuffer digest(OrderValue value, String text) {
        return ByteBuffer.wrap(digests.digest((value + "|" + text).getBytes(StandardCharsets.UTF_8)));
    }

    List<ByteBuffer> ties() {
        digestSingle();
        return ties;
    }
}
