package io.millrace.engine.operator.join;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Join;
import io.millrace.dstream.Project;
import io.millrace.dstream.WindowClose;
import io.millrace.dstream.join.JoinKind;
import io.millrace.dstream.window.Expiry;
import io.millrace.engine.codegen.PairPredicate;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateNumber;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An inner join that keeps one input, which only grows and expires, as plain pages instead of indexing each of its rows.
 *
 * <p>At the end of a batch the pages kept are searched for partners of what the batch changed in the other input, which is
 * indexed as ever, and the new pages are paired with all of the other input: {@code ΔA ⋈ B + z⁻¹A ⋈ ΔB}. That is cheap where the
 * other input changes seldom, as when windows close, or where pages soon expire. When the search has cost more than an index would
 * have, the pages are indexed after all, for good.
 */
public final class BufferedJoinOperator implements Operator {

    /** Searching a row costs about a quarter of indexing and removing it. */
    private static final int SEARCHES_PER_ROW = 4;

    private static final long FREE_SEARCHES = 1_000_000;

    private final OperatorContext context;
    private final int buffered;
    private final JoinOperator join;
    private final JoinOperator changes;
    private final PageHistory history;
    private final List<Page> fresh = new ArrayList<>();
    private final long freeSearches;
    private final StateNumber added = new StateNumber(0);
    private final StateNumber searched = new StateNumber(0);
    private final StateNumber indexed = new StateNumber(0);
    private final StateParts state = new StateParts();

    /** @param buffered the input whose pages are kept, 0 for left or 1 for right */
    public BufferedJoinOperator(
            Join node,
            int buffered,
            OperatorContext context,
            Optional<PairPredicate> residual,
            ClassCompiler compiler,
            long freeSearches) {
        this.context = context;
        this.buffered = buffered;
        this.join = new JoinOperator(node, context, residual, compiler);
        this.changes = new JoinOperator(node, context, residual, Versions.NONE, compiler);
        this.history = new PageHistory(
                node.inputs().get(buffered).rowType(), expiry(node, buffered).orElseThrow());
        this.freeSearches = freeSearches;
        state.add("join", join.state())
                .add("history", history.state())
                .add("added", added)
                .add("searched", searched)
                .add("indexed", indexed);
    }

    public static BufferedJoinOperator create(
            Join node,
            int buffered,
            OperatorContext context,
            Optional<PairPredicate> residual,
            ClassCompiler compiler) {
        return new BufferedJoinOperator(node, buffered, context, residual, compiler, FREE_SEARCHES);
    }

    private static Optional<Expiry> expiry(Join node, int input) {
        return input == 0 ? node.leftExpiry() : node.rightExpiry();
    }

    /** The input of a join that can be kept as pages, if any: rather one whose rows come all the time. */
    public static Optional<Integer> bufferedInput(Join node) {
        if (node.kind() != JoinKind.INNER || node.leftKeys().isEmpty()) {
            return Optional.empty();
        }
        boolean left = node.left().appendOnly() && node.leftExpiry().isPresent();
        boolean right = node.right().appendOnly() && node.rightExpiry().isPresent();
        if (left && right) {
            return Optional.of(closesWindows(node.left()) && !closesWindows(node.right()) ? 1 : 0);
        }
        return left ? Optional.of(0) : right ? Optional.of(1) : Optional.empty();
    }

    private static boolean closesWindows(DStream node) {
        DStream stream = node;
        while (stream instanceof Exchange || stream instanceof Project || stream instanceof Filter) {
            stream = stream.inputs().get(0);
        }
        return stream instanceof WindowClose;
    }

    @Override
    public void process(int input, Page delta, Output output) {
        if (isIndexed()) {
            join.process(input, delta, output);
            return;
        }
        Page page = join.admitted(input, delta);
        if (page.size() == 0) {
            return;
        }
        if (input == buffered) {
            fresh.add(page);
            return;
        }
        join.store(input, page);
        if (!history.isEmpty()) {
            changes.store(input, page);
        }
    }

    @Override
    public void finish(Output output) {
        if (!isIndexed()) {
            pair(output);
            expire();
            if (searched.get() > freeSearches + SEARCHES_PER_ROW * added.get()) {
                index();
            }
        }
        join.finish(output);
    }

    private void pair(Output output) {
        if (changes.stateRows() > 0) {
            for (Page page : history.pages()) {
                changes.probe(buffered, page, output);
                searched.set(searched.get() + page.size());
            }
            changes.clear();
        }
        boolean alone = join.stateRows() == 0;
        for (Page page : fresh) {
            if (!alone) {
                join.probe(buffered, page, output);
            }
            added.set(added.get() + page.size());
        }
    }

    private void expire() {
        history.expire(context.watermark());
        fresh.forEach(history::add);
        fresh.clear();
    }

    private void index() {
        for (Page page : history.pages()) {
            join.store(buffered, page);
        }
        history.clear();
        indexed.set(1);
    }

    private boolean isIndexed() {
        return indexed.get() != 0;
    }

    @Override
    public StateContainer state() {
        return state;
    }

    @Override
    public void rebuild() {
        fresh.clear();
        changes.clear();
        join.rebuild();
    }

    @Override
    public long stateRows() {
        return join.stateRows() + history.rows();
    }

    @Override
    public long stateBytes() {
        return join.stateBytes() + changes.stateBytes() + history.state().bytes();
    }
}
