package io.millrace.connector.testkit;

import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.data.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Passes input to a parser the way transports do: in blocks, the unconsumed rest before the next block. */
public final class ParserFeed {

    private ParserFeed() {}

    /** All rows of an input that comes in one block. */
    public static List<String> whole(RecordParser parser, String input, RejectedRows rejected) {
        return PageText.of(pages(parser, input.getBytes(StandardCharsets.UTF_8), rejected));
    }

    public static List<Page> pages(RecordParser parser, byte[] input, RejectedRows rejected) {
        return inBlocks(parser, input, rejected, new int[] {input.length}, 0);
    }

    /** All rows of an input that comes in blocks of random sizes; pages are taken at random times. */
    public static List<Page> randomly(RecordParser parser, byte[] input, RejectedRows rejected, long seed) {
        Random random = new Random(seed);
        int[] sizes = random.ints(200, 1, 2 + random.nextInt(1 + input.length)).toArray();
        return inBlocks(parser, input, rejected, sizes, random.nextInt(3));
    }

    private static List<Page> inBlocks(
            RecordParser parser, byte[] input, RejectedRows rejected, int[] sizes, int takeEvery) {
        List<Page> pages = new ArrayList<>();
        int consumed = 0;
        int end = 0;
        for (int block = 0; consumed < input.length; block++) {
            end = Math.min(input.length, end + sizes[block % sizes.length]);
            byte[] bytes = Arrays.copyOfRange(input, consumed, end);
            boolean last = end == input.length;
            int base = consumed;
            int from = 0;
            boolean more = true;
            while (more) {
                int next = parser.parse(bytes, from, bytes.length, base + from, last, rejected);
                more = next > from && next < bytes.length;
                from = next;
                boolean due = takeEvery > 0 && block % takeEvery == 0;
                if (parser.isFull() || (due && parser.rows() > 0)) {
                    pages.add(parser.takePage());
                }
            }
            consumed = base + from;
            if (last && consumed < input.length) {
                throw new AssertionError("the parser left " + (input.length - consumed) + " bytes of the whole input");
            }
        }
        if (parser.rows() > 0) {
            pages.add(parser.takePage());
        }
        return pages;
    }
}
