package io.millrace.engine.late;

import io.millrace.dstream.DStream;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.PageFunction;
import io.millrace.engine.input.BatchRows;
import io.millrace.engine.refused.LateColumns;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.state.RowHash;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.view.RowText;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the rows of {@code <query>$late}: finds for each refused row the row of the source that it was made from, with all its
 * columns and its position.
 *
 * <p>Operators do not know where rows come from, and carrying that along would cost every row of every query. Late rows are rare, so
 * the rows of the batch are computed once more, with their numbers, up to the node that refused some, and compared with those.
 */
public final class LateTracing {

    private final LateColumns columns;
    private final ChainCompiler compiler;
    private final Map<DStream, List<Path>> paths = new HashMap<>();

    /** A lineage with its code. */
    private record Path(Lineage lineage, PageFunction function) {}

    public LateTracing(LateColumns columns, ChainCompiler compiler) {
        this.columns = columns;
        this.compiler = compiler;
    }

    /** The rows for {@code $late}. */
    public List<Page> trace(BatchTime time, List<DeployedQuery.LateRows> late, BatchRows batch) {
        Map<DStream, List<DeployedQuery.LateRows>> byInput = new LinkedHashMap<>();
        late.forEach(rows -> byInput.computeIfAbsent(rows.input(), unused -> new ArrayList<>())
                .add(rows));
        LatePages pages = new LatePages(columns, time);
        byInput.forEach((input, rows) -> new Search(input, rows, pages).run(time, batch));
        return pages.build();
    }

    private List<Path> paths(DStream input) {
        return paths.computeIfAbsent(
                input,
                node -> Lineage.of(node).stream()
                        .filter(lineage -> columns.of(lineage.source().relation()) != null)
                        .map(lineage -> new Path(lineage, lineage.function(compiler)))
                        .toList());
    }

    /** A refused row, standing for all that are equal to it. */
    static final class Refused {
        final DeployedQuery.LateRows rows;
        final int row;
        final byte[] text;
        long copies;

        Refused(DeployedQuery.LateRows rows, int row, byte[] text) {
            this.rows = rows;
            this.row = row;
            this.text = text;
        }
    }

    /** The search for the origins of the rows that one input of one node refused. */
    private final class Search {

        private final DStream input;
        private final LatePages pages;
        private final List<Refused> refused = new ArrayList<>();
        private final Map<Integer, List<Refused>> byHash = new HashMap<>();
        private final int[] hashes;

        Search(DStream input, List<DeployedQuery.LateRows> late, LatePages pages) {
            this.input = input;
            this.pages = pages;
            late.forEach(this::add);
            this.hashes = byHash.keySet().stream()
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
        }

        private void add(DeployedQuery.LateRows late) {
            Page page = late.rows();
            int[] rowHashes = hash(page, input.rowType().size());
            for (int row = 0; row < page.size(); row++) {
                if (page.weight(row) > 0) {
                    byte[] text = RowText.json(input.rowType(), page, row);
                    List<Refused> alike = byHash.computeIfAbsent(rowHashes[row], unused -> new ArrayList<>());
                    Refused same = find(alike, text);
                    if (same == null) {
                        same = new Refused(late, row, text);
                        alike.add(same);
                        refused.add(same);
                    }
                    same.copies += page.weight(row);
                }
            }
        }

        void run(BatchTime time, BatchRows batch) {
            RejectedRecords reported = new RejectedRecords(new RowType(List.of()), time.timestamp());
            for (Path path : paths(input)) {
                String relation = path.lineage().source().relation();
                try {
                    batch.read(relation, (rows, positions, partition) -> {
                        if (rows.size() > 0) {
                            Page made = path.function().apply(path.lineage().numberedRows(rows), reported);
                            match(made, new LatePages.Origin(relation, partition, rows, positions));
                        }
                    });
                } catch (MillraceException e) {
                    break;
                }
            }
            for (Refused row : refused) {
                for (; row.copies > 0; row.copies--) {
                    pages.addUntraced(row, input.rowType());
                }
            }
        }

        private void match(Page made, LatePages.Origin origin) {
            int width = input.rowType().size();
            int[] madeHashes = hash(made, width);
            long[] numbers = ((LongColumn) made.column(width)).values();
            for (int row = 0; row < made.size(); row++) {
                if (Arrays.binarySearch(hashes, madeHashes[row]) >= 0) {
                    Refused found = find(byHash.get(madeHashes[row]), RowText.json(input.rowType(), made, row));
                    if (found != null && found.copies > 0) {
                        found.copies -= made.weight(row);
                        pages.add(found, origin, (int) numbers[row]);
                    }
                }
            }
        }
    }

    private static int[] hash(Page page, int width) {
        Column[] keys = new Column[width];
        for (int i = 0; i < width; i++) {
            keys[i] = page.column(i);
        }
        int[] hashes = new int[page.size()];
        RowHash.hash(keys, page.size(), hashes);
        return hashes;
    }

    private static Refused find(List<Refused> alike, byte[] text) {
        for (Refused row : alike) {
            if (Arrays.equals(row.text, text)) {
                return row;
            }
        }
        return null;
    }
}
