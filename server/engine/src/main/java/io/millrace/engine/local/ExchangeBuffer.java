package io.millrace.engine.local;

import io.millrace.dstream.join.Distribution;
import io.millrace.engine.memory.HeldPages;
import io.millrace.engine.operator.Output;
import io.millrace.engine.state.OneKey;
import io.millrace.engine.state.RowHash;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The pages on their way from every partition of one stage to every partition of the next.
 *
 * <p>Each sending partition writes only its own lists, and they are read after all senders have ended, so nothing is locked.
 * Keys hash to a fixed number of buckets, and buckets to partitions, so that the number of partitions can change while equal keys
 * stay together.
 */
final class ExchangeBuffer {

    private final Distribution distribution;
    private final int[] keys;
    private final int partitions;
    private final List<List<List<Page>>> pages = new ArrayList<>();

    ExchangeBuffer(Distribution distribution, int partitions) {
        this.distribution = distribution;
        this.keys = distribution.keys().stream().mapToInt(Integer::intValue).toArray();
        this.partitions = partitions;
        for (int from = 0; from < partitions; from++) {
            List<List<Page>> targets = new ArrayList<>();
            for (int to = 0; to < partitions; to++) {
                targets.add(new ArrayList<>());
            }
            pages.add(targets);
        }
    }

    /**
     * Where partition {@code from} sends its pages; one partition's thread uses it.
     *
     * @param held counts the pages
     */
    Output sender(int from, HeldPages held) {
        List<List<Page>> targets = pages.get(from);
        if (partitions == 1 || distribution.kind() == Distribution.Kind.SINGLE) {
            return page -> held.hold(targets.get(0), page);
        }
        return new HashSender(targets, held);
    }

    /** The pages for partition {@code to}, in the order of the sending partitions. */
    List<Page> received(int to) {
        List<Page> all = new ArrayList<>();
        for (List<List<Page>> targets : pages) {
            all.addAll(targets.get(to));
        }
        return all;
    }

    long rows() {
        long rows = 0;
        for (List<List<Page>> targets : pages) {
            for (List<Page> target : targets) {
                for (Page page : target) {
                    rows += page.size();
                }
            }
        }
        return rows;
    }

    void clear() {
        pages.forEach(targets -> targets.forEach(List::clear));
    }

    /** Splits each page by the hash of its keys. */
    private final class HashSender implements Output {

        private final List<List<Page>> targets;
        private final HeldPages held;
        private final int[] hashes = new int[Page.MAX_ROWS];
        private final int[][] rows = new int[partitions][Page.MAX_ROWS];
        private final int[] counts = new int[partitions];

        HashSender(List<List<Page>> targets, HeldPages held) {
            this.targets = targets;
            this.held = held;
        }

        @Override
        public void emit(Page page) {
            for (int from = 0; from < page.size(); from += Page.MAX_ROWS) {
                split(page.slice(from, Math.min(page.size(), from + Page.MAX_ROWS)));
            }
        }

        private void split(Page page) {
            Column[] values = page.columns(keys);
            if (OneKey.isIn(values, page.size())) {
                RowHash.hash(values, 1, hashes);
                held.hold(targets.get(RowHash.bucket(hashes[0]) % partitions), page);
                return;
            }
            RowHash.hash(values, page.size(), hashes);
            Arrays.fill(counts, 0);
            for (int row = 0; row < page.size(); row++) {
                int target = RowHash.bucket(hashes[row]) % partitions;
                rows[target][counts[target]++] = row;
            }
            for (int target = 0; target < partitions; target++) {
                if (counts[target] == page.size()) {
                    held.hold(targets.get(target), page);
                } else if (counts[target] > 0) {
                    held.hold(targets.get(target), page.gather(rows[target], counts[target]));
                }
            }
        }
    }
}
