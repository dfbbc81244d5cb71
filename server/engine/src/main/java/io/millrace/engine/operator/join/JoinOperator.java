package io.millrace.engine.operator.join;

import io.millrace.dstream.Join;
import io.millrace.dstream.join.JoinKind;
import io.millrace.engine.codegen.PairPredicate;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.ForgottenPartners;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.NullRows;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.Rows;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.cell.Cells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Joins two inputs incrementally: each page is paired with what the other side holds at that moment, then added to its own side, so
 * that each pair is met exactly once, in whatever order pages come.
 *
 * <p>Both sides share one table of keys: a row costs one look-up, which serves the probe and the insertion. Rows that stand alone
 * (outer, semi and anti joins) are settled at the end of the batch.
 */
public final class JoinOperator implements Operator {

    private final JoinKind kind;
    private final boolean settled;
    private final OperatorContext context;
    private final RowType rowType;
    private final KeyTable keys;
    private final boolean[] nullsMeet;
    private final JoinSide left;
    private final JoinSide right;
    private final Optional<PairPredicate> residual;
    private final ForgottenPartners leftLate;
    private final ForgottenPartners rightLate;
    private final PairList pairs = new PairList();
    private final int[] matching = new int[Page.MAX_ROWS];
    private final IdList emptied = new IdList();
    private int[] groups = new int[0];
    private long[] rowPartners = new long[0];
    private final StateParts state = new StateParts();

    public JoinOperator(Join node, OperatorContext context, Optional<PairPredicate> residual, ClassCompiler compiler) {
        this(node, context, residual, Versions.BATCHES, compiler);
    }

    /** @param versions NONE for a join that remembers nothing longer than a batch */
    JoinOperator(
            Join node,
            OperatorContext context,
            Optional<PairPredicate> residual,
            Versions versions,
            ClassCompiler compiler) {
        this.kind = node.kind();
        this.settled = node.settled();
        this.context = context;
        this.rowType = node.rowType();
        RowType leftType = node.left().rowType();
        this.keys = KeyTable.create(node.leftKeys().stream().map(leftType::type).toList(), versions, compiler);
        this.nullsMeet = new boolean[node.leftKeys().size()];
        node.nullKeys().forEach(key -> nullsMeet[key] = true);
        this.left = new JoinSide(
                leftType,
                indexes(node.leftKeys()),
                node.left().appendOnly(),
                kind != JoinKind.INNER,
                node.leftExpiry(),
                versions,
                compiler);
        this.right = new JoinSide(
                node.right().rowType(),
                indexes(node.rightKeys()),
                node.right().appendOnly(),
                kind == JoinKind.FULL,
                node.rightExpiry(),
                versions,
                compiler);
        this.state.add("keys", keys).add("left", left.state()).add("right", right.state());
        this.residual = residual;
        this.leftLate = new ForgottenPartners(0, node.leftLateness(), context);
        this.rightLate = new ForgottenPartners(1, node.rightLateness(), context);
    }

    private static int[] indexes(List<Integer> columns) {
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void process(int input, Page delta, Output output) {
        JoinSide own = input == 0 ? left : right;
        JoinSide other = input == 0 ? right : left;
        Page page = withoutNullKeys(withoutLateRows(input, delta), own, output);
        int rows = page.size();
        if (rows == 0) {
            return;
        }
        findGroups(page, own);
        if (own.tracked()) {
            Arrays.fill(rowPartners, 0, rows, 0);
        }
        pair(page, own, other, output);
        own.add(page, Rows.all(rows), rows, groups, rowPartners);
    }

    private void findGroups(Page page, JoinSide own) {
        reserve(page.size());
        keys.findOrAdd(page.columns(own.keys()), page.size(), groups);
        left.reserveGroups(keys.limit());
        right.reserveGroups(keys.limit());
    }

    /** Keeps a page of an inner join whose rows have been paired already, and which are all {@link #admitted}. */
    void store(int input, Page page) {
        JoinSide own = input == 0 ? left : right;
        findGroups(page, own);
        own.add(page, Rows.all(page.size()), page.size(), groups, rowPartners);
    }

    /** The keys that the last {@link #store} has met and nothing was kept of. */
    Page newKeys() {
        return keyPage(keys.added(), keys.addedCount());
    }

    /** The keys of all rows that are kept. */
    List<Page> allKeys() {
        List<Page> pages = new ArrayList<>();
        int[] ids = keys.ids();
        for (int from = 0; from < ids.length; from += Page.MAX_ROWS) {
            int[] some = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + Page.MAX_ROWS));
            pages.add(keyPage(some, some.length));
        }
        return pages;
    }

    private Page keyPage(int[] ids, int count) {
        return new Page(count, keys.gather(ids, count), null);
    }

    /** Pairs a page of an inner join with the rows kept of the other input, without keeping it. */
    void probe(int input, Page page, Output output) {
        JoinSide own = input == 0 ? left : right;
        reserve(page.size());
        keys.find(page.columns(own.keys()), page.size(), groups);
        pair(page, own, input == 0 ? right : left, output);
    }

    /** Pairs a page of the left input of an inner or left join with the rows kept of the right one, for good. */
    void lookUp(Page delta, Output output) {
        Page page = withoutNullKeys(delta, left, output);
        if (page.size() == 0) {
            return;
        }
        reserve(page.size());
        Arrays.fill(rowPartners, 0, page.size(), 0);
        probe(0, page, output);
        if (!left.tracked()) {
            return;
        }
        boolean[] met = new boolean[page.size()];
        for (int row = 0; row < met.length; row++) {
            met[row] = rowPartners[row] > 0;
        }
        Page rest = Rows.chosen(page, met, false);
        if (rest.size() > 0) {
            output.emit(alone(rest.columns(), rest.size(), rest.weights(), left));
        }
    }

    /** Forgets everything. */
    void clear() {
        left.clear(keys.limit());
        right.clear(keys.limit());
        keys.clear();
        pairs.clear();
    }

    private void reserve(int rows) {
        if (groups.length < rows) {
            groups = new int[rows];
            rowPartners = new long[rows];
        }
    }

    /** The rows of a page of an inner join that are in time and can meet anybody. */
    Page admitted(int input, Page page) {
        return withoutNullKeys(withoutLateRows(input, page), input == 0 ? left : right, alone -> {});
    }

    private Page withoutLateRows(int input, Page page) {
        return (input == 0 ? leftLate : rightLate).remove(page);
    }

    /** Rows with a null in a key where nulls do not meet have no partners: they are emitted alone at once, or not at all, and never kept. */
    private Page withoutNullKeys(Page page, JoinSide own, Output output) {
        long[] nulls = null;
        for (int key = 0; key < nullsMeet.length; key++) {
            if (!nullsMeet[key]) {
                nulls = NullMask.or(nulls, page.column(own.keys()[key]).nulls(), page.size());
            }
        }
        if (nulls == null) {
            return page;
        }
        int[] alone = new int[page.size()];
        int[] rest = new int[page.size()];
        int aloneCount = 0;
        int restCount = 0;
        for (int row = 0; row < page.size(); row++) {
            if (NullMask.isNull(nulls, row)) {
                alone[aloneCount++] = row;
            } else {
                rest[restCount++] = row;
            }
        }
        if (aloneCount > 0 && own.tracked() && kind != JoinKind.SEMI) {
            Page rows = page.gather(alone, aloneCount);
            output.emit(alone(rows.columns(), aloneCount, rows.weights(), own));
        }
        return aloneCount == 0 ? page : page.gather(rest, restCount);
    }

    private void pair(Page page, JoinSide own, JoinSide other, Output output) {
        if (other.isChained() || other.rows().isWeighted() || page.size() > Page.MAX_ROWS) {
            pairWithLists(page, own, other, output);
        } else {
            pairWithOne(page, other);
        }
        flush(page, own, other, output);
    }

    /** Each key has one row at most, which counts once. */
    private void pairWithOne(Page page, JoinSide other) {
        int[][] heads = other.heads().blocks();
        for (int row = 0; row < page.size(); row++) {
            int group = groups[row];
            pairs.addIfAny(
                    row, group == KeyTable.ABSENT ? JoinSide.NONE : heads[group >>> Cells.SHIFT][group & Cells.MASK]);
        }
    }

    private void pairWithLists(Page page, JoinSide own, JoinSide other, Output output) {
        int[][] heads = other.heads().blocks();
        int[][] next = other.next().blocks();
        RowBag held = other.rows();
        boolean weighted = held.isWeighted();
        for (int row = 0; row < page.size(); row++) {
            int group = groups[row];
            int head = group == KeyTable.ABSENT ? JoinSide.NONE : heads[group >>> Cells.SHIFT][group & Cells.MASK];
            for (int id = head; id != JoinSide.NONE; id = next[id >>> Cells.SHIFT][id & Cells.MASK]) {
                if (weighted && held.weight(id) == 0) {
                    continue;
                }
                pairs.add(row, id);
                if (pairs.isFull()) {
                    flush(page, own, other, output);
                }
            }
        }
    }

    private void flush(Page page, JoinSide own, JoinSide other, Output output) {
        context.checkCancelled();
        if (pairs.size() > 0 && residual.isPresent()) {
            keepMatching(residual.get(), page, own, other);
        }
        int count = pairs.size();
        if (count == 0) {
            return;
        }
        for (int i = 0; own.tracked() && i < count; i++) {
            rowPartners[pairs.rows()[i]] += other.rows().weight(pairs.ids()[i]);
        }
        for (int i = 0; other.tracked() && i < count; i++) {
            other.addPartners(pairs.ids()[i], page.weight(pairs.rows()[i]));
        }
        if (kind != JoinKind.SEMI && kind != JoinKind.ANTI) {
            emitPairs(page, own, other, output);
        }
        pairs.clear();
    }

    private void keepMatching(PairPredicate predicate, Page page, JoinSide own, JoinSide other) {
        PairPredicate.Rows held = other.rows()::gather;
        PairPredicate.Rows given = PairPredicate.rows(page);
        int count = own == left
                ? predicate.select(given, pairs.rows(), held, pairs.ids(), pairs.size(), matching, context)
                : predicate.select(held, pairs.ids(), given, pairs.rows(), pairs.size(), matching, context);
        pairs.keep(matching, count);
    }

    private void emitPairs(Page page, JoinSide own, JoinSide other, Output output) {
        int count = pairs.size();
        Column[] columns = new Column[rowType.size()];
        Column[] partners = other.rows().gather(pairs.ids(), count);
        int ownFrom = own == left ? 0 : partners.length;
        boolean asTheyStand = pairs.hasEachOnce(page.size());
        for (int i = 0; i < page.columnCount(); i++) {
            Column column = page.column(i);
            columns[ownFrom + i] = asTheyStand ? column : column.gather(pairs.rows(), count);
        }
        System.arraycopy(partners, 0, columns, own == left ? page.columnCount() : 0, partners.length);
        output.emit(new Page(count, columns, products(page, other, count)));
    }

    private long[] products(Page page, JoinSide other, int count) {
        if (!other.rows().isWeighted() && page.weights() == null) {
            return null;
        }
        long[] products = new long[count];
        for (int i = 0; i < count; i++) {
            products[i] = page.weight(pairs.rows()[i]) * other.rows().weight(pairs.ids()[i]);
        }
        return Rows.orOnes(products, count);
    }

    @Override
    public void finish(Output output) {
        if (!settled) {
            settle(left, left.touched().ids(), left.touched().size(), output);
            settle(right, right.touched().ids(), right.touched().size(), output);
            if (left.expiresWhole(context.watermark()) && right.expiresWhole(context.watermark())) {
                if (keys.size() > 0) {
                    clear();
                }
                return;
            }
        }
        emptied.clear();
        clean(left, output);
        clean(right, output);
        for (int i = 0; i < emptied.size(); i++) {
            int group = emptied.get(i);
            if (left.heads().get(group) == JoinSide.NONE && right.heads().get(group) == JoinSide.NONE) {
                keys.remove(group);
            }
        }
    }

    private void clean(JoinSide side, Output output) {
        int[] expired = side.expired(context.watermark());
        if (settled) {
            settle(side, expired, expired.length, output);
        }
        side.clean(expired, emptied);
    }

    /** Emits what has changed in those of the rows that stand alone. */
    private void settle(JoinSide side, int[] candidates, int candidateCount, Output output) {
        if (!side.tracked()) {
            return;
        }
        int[] ids = new int[Math.min(candidateCount, Page.MAX_ROWS)];
        long[] changes = new long[ids.length];
        int count = 0;
        for (int i = 0; i < candidateCount; i++) {
            int id = candidates[i];
            boolean standsAlone = kind == JoinKind.SEMI ? side.partners(id) > 0 : side.partners(id) == 0;
            long change = side.emitAlone(id, standsAlone ? side.rows().weight(id) : 0);
            if (change != 0) {
                ids[count] = id;
                changes[count++] = change;
            }
            if (count == Page.MAX_ROWS) {
                output.emit(alone(side.rows().gather(ids, count), count, Rows.orOnes(changes.clone(), count), side));
                count = 0;
            }
        }
        if (count > 0) {
            output.emit(alone(side.rows().gather(ids, count), count, Rows.orOnes(changes, count), side));
        }
    }

    /** Rows of one side with nulls for the other, where the join's output has columns of it. */
    private Page alone(Column[] own, int count, long[] weights, JoinSide side) {
        if (kind == JoinKind.SEMI || kind == JoinKind.ANTI) {
            return new Page(count, own, weights);
        }
        RowType absent = (side == left ? right : left).rowType();
        Column[] columns = new Column[own.length + absent.size()];
        System.arraycopy(own, 0, columns, side == left ? 0 : absent.size(), own.length);
        int at = side == left ? own.length : 0;
        for (Field field : absent.fields()) {
            Type type = field.type();
            columns[at++] = NullRows.column(type, count);
        }
        return new Page(count, columns, weights);
    }

    @Override
    public StateContainer state() {
        return state;
    }

    @Override
    public void rebuild() {
        pairs.clear();
        emptied.clear();
        left.rebuild(keys);
        right.rebuild(keys);
    }

    @Override
    public long nextClose() {
        long leftNext = settled && left.tracked() ? left.nextExpiry() : Long.MAX_VALUE;
        return settled && right.tracked() ? Math.min(leftNext, right.nextExpiry()) : leftNext;
    }

    @Override
    public long stateRows() {
        return (long) left.rows().size() + right.rows().size();
    }

    @Override
    public long stateBytes() {
        return keys.bytes() + left.bytes() + right.bytes();
    }
}
