package io.millrace.engine.query;

import io.millrace.dstream.Project;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.query.Query;
import io.millrace.dstream.window.OwnTime;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.PageFunction;
import io.millrace.engine.refused.AheadRow;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.engine.time.AheadBound;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.time.Watermarks;
import io.millrace.engine.view.RowText;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The watermark that a derived stream declares for itself: found in the rows that it is given. Used by the driver's thread. */
public final class DerivedTime {

    private final RowType rowType;
    private final AheadBound ahead;
    private final PageFunction times;
    private final int[] columns;
    private long current = Watermarks.NONE;

    /** @param live whether rows come as they happen, so that one far ahead of the clock is a mistake */
    public DerivedTime(Query query, OwnTime time, boolean live, ChainCompiler compiler) {
        this.rowType = query.root().rowType();
        this.ahead = new AheadBound(time.maxAhead().filter(most -> live));
        List<Integer> all = IntStream.range(0, rowType.size()).boxed().toList();
        List<Expression> expressions = new ArrayList<>();
        List<Field> fields = new ArrayList<>(rowType.fields());
        all.forEach(column -> expressions.add(new ColumnReference(
                column, rowType.type(column), rowType.field(column).nullable())));
        expressions.add(time.watermark());
        fields.add(new Field("watermark", time.watermark().type(), true));
        Project project = new Project(new Source(query.name(), all, rowType, true), expressions, new RowType(fields));
        this.columns = all.stream().mapToInt(Integer::intValue).toArray();
        this.times = compiler.compile(List.of(project), rowType).newInstance();
    }

    long current() {
        return current;
    }

    /** Goes back to a watermark that was committed. */
    void reset(long watermark) {
        current = watermark;
    }

    /** Counts the rows in; those too far ahead are left out and become failed rows. */
    DeployedQuery.Result take(DeployedQuery.Result result, BatchTime time) {
        RejectedRecords rejected = new RejectedRecords(rowType, time.timestamp());
        long limit = ahead.now(time.timestamp()).least();
        List<Page> delta = new ArrayList<>();
        List<AheadRow> refused = new ArrayList<>();
        for (Page page : result.delta()) {
            Page timed = times.apply(page, rejected);
            Page taken = take(timed.project(columns), (LongColumn) timed.column(columns.length), limit, refused);
            if (taken.size() > 0) {
                delta.add(taken);
            }
        }
        rejected.rejectAhead(refused, refused.size(), 0);
        List<RejectedRow> failed = new ArrayList<>(result.rejected());
        failed.addAll(rejected.rows());
        return new DeployedQuery.Result(delta, result.late(), failed);
    }

    private Page take(Page page, LongColumn watermarks, long limit, List<AheadRow> refused) {
        int[] taken = new int[page.size()];
        int count = 0;
        for (int row = 0; row < page.size(); row++) {
            long watermark =
                    watermarks.isNull(row) ? Watermarks.NONE : watermarks.values()[row];
            if (watermark <= limit) {
                taken[count++] = row;
                current = Math.max(current, watermark);
            } else {
                refused.add(new AheadRow(-1, watermark, limit, RowText.json(rowType, page, row)));
            }
        }
        return count == page.size() ? page : page.gather(taken, count);
    }
}
