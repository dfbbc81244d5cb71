package io.millrace.engine.operator.join;

import io.millrace.dstream.AsofJoin;
import io.millrace.dstream.window.Expiry;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.ForgottenPartners;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.Rows;
import io.millrace.engine.operator.TimedRuns;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import java.util.Optional;

/**
 * Finds for each left row the nearest right row in time, and corrects what it has emitted when a nearer one comes or the nearest
 * goes; or, where pairs must stay, emits each left row once nothing can change its match any more.
 *
 * <p>A right row that comes or goes touches the left rows up to the next right row, no others. State: the left rows whose match
 * can change, and of the right rows those that left rows to come can meet: looking back, one per key behind the watermark.
 */
public final class AsofJoinOperator implements Operator {

    private final AsofJoin node;
    private final OperatorContext context;
    private final AsofJoin.Nearest nearest;
    private final KeyTable keys;
    private final AsofSide left;
    private final AsofSide right;
    private final ForgottenPartners[] late;
    private final AsofOutput changes;
    private final AsofMatches matches;
    private final IdList emptied = new IdList();
    private int[] groups = new int[0];
    private final StateParts state = new StateParts();

    public AsofJoinOperator(AsofJoin node, OperatorContext context, ClassCompiler compiler) {
        RowType leftType = node.left().rowType();
        boolean expires = node.completion().isPresent();
        this.node = node;
        this.context = context;
        this.nearest = node.nearest();
        this.keys = KeyTable.create(node.leftKeys().stream().map(leftType::type).toList(), Versions.BATCHES, compiler);
        this.left = new AsofSide(
                leftType,
                node.leftKeys(),
                node.leftTime(),
                node.left().appendOnly(),
                expires && nearest.back(),
                compiler);
        this.right = new AsofSide(
                node.right().rowType(),
                node.rightKeys(),
                node.rightTime(),
                node.right().appendOnly(),
                expires,
                compiler);
        this.state.add("keys", keys).add("left", left.rows()).add("right", right.rows());
        this.late = new ForgottenPartners[] {late(0, node.leftTime()), late(1, node.rightTime())};
        this.changes = new AsofOutput(left.rows(), right.rows(), node.right().rowType(), node.outer());
        this.matches = new AsofMatches(changes);
    }

    private ForgottenPartners late(int input, int time) {
        Optional<Expiry> lateness = node.completion().isPresent()
                ? Optional.of(new Expiry(time, node.completion().getAsLong()))
                : Optional.empty();
        return new ForgottenPartners(input, lateness, context);
    }

    @Override
    public void process(int input, Page delta, Output output) {
        AsofSide own = input == 0 ? left : right;
        Page page = late[input].remove(withoutNulls(input, delta, own, output));
        if (page.size() == 0) {
            return;
        }
        if (groups.length < page.size()) {
            groups = new int[page.size()];
        }
        keys.findOrAdd(page.columns(own.keys()), page.size(), groups);
        left.reserveGroups(keys.limit());
        right.reserveGroups(keys.limit());
        own.add(page, groups);
        reserveMatches();
    }

    private void reserveMatches() {
        if (!node.settled()) {
            matches.reserve(left.rows().limit());
        }
    }

    /** Rows without time or with a null key match nothing: they are kept only where they must be emitted later. */
    private Page withoutNulls(int input, Page page, AsofSide own, Output output) {
        boolean[] untimed = nulls(page, new int[] {own.time()});
        Page timed = page;
        if (untimed != null) {
            timed = Rows.chosen(page, untimed, false);
            if (input == 0 && node.outer()) {
                handOver(Rows.chosen(page, untimed, true), output);
            }
        }
        if (input == 0 && node.outer()) {
            return timed;
        }
        boolean[] keyless = nulls(timed, own.keys());
        return keyless == null ? timed : Rows.chosen(timed, keyless, false);
    }

    private void handOver(Page untimed, Output output) {
        if (!node.settled()) {
            output.emit(changes.withNulls(untimed.columns(), untimed.size(), untimed.weights()));
            return;
        }
        String name = node.left().rowType().field(node.leftTime()).name();
        context.reject(
                untimed,
                ErrorCode.NULL_NOT_ALLOWED,
                "column \"" + name + "\" is null, so the watermark never passes the row");
    }

    /** Which rows are null in one of the columns; null when none is. */
    private static boolean[] nulls(Page page, int[] columns) {
        long[] nulls = null;
        for (int column : columns) {
            nulls = NullMask.or(nulls, page.column(column).nulls(), page.size());
        }
        if (nulls == null) {
            return null;
        }
        boolean[] marks = new boolean[page.size()];
        boolean any = false;
        for (int row = 0; row < marks.length; row++) {
            marks[row] = NullMask.isNull(nulls, row);
            any |= marks[row];
        }
        return any ? marks : null;
    }

    @Override
    public void finish(Output output) {
        applyChanges(output);
        changes.flush(output);
        for (int i = 0; !node.settled() && i < left.touched().size(); i++) {
            int id = left.touched().get(i);
            if (left.rows().weight(id) == 0) {
                matches.forget(id);
            }
        }
        left.clean(emptied);
        right.clean(emptied);
        if (node.completion().isPresent() && context.watermark() != OperatorContext.NO_WATERMARK) {
            expire(Expiry.bound(context.watermark(), node.completion().getAsLong()), output);
        }
        for (int i = 0; i < emptied.size(); i++) {
            int group = emptied.get(i);
            if (left.isEmpty(group) && right.isEmpty(group)) {
                left.release(group);
                right.release(group);
                keys.remove(group);
            }
        }
        emptied.clear();
    }

    /** Brings both sides up to date, key by key, and emits what changes in the matches. */
    private void applyChanges(Output output) {
        left.sortTouched();
        right.sortTouched();
        int leftAt = 0;
        int rightAt = 0;
        while (leftAt < left.touched().size() || rightAt < right.touched().size()) {
            int group = Math.min(left.touchedGroup(leftAt), right.touchedGroup(rightAt));
            int leftEnd = left.touchedEnd(leftAt, group);
            int rightEnd = right.touchedEnd(rightAt, group);
            boolean moved = right.apply(group, rightAt, rightEnd);
            left.apply(group, leftAt, leftEnd);
            if (!node.settled()) {
                for (; leftAt < leftEnd; leftAt++) {
                    settle(left.touched().get(leftAt), output);
                }
                if (moved) {
                    settleTouchedByRight(group, output);
                }
            }
            leftAt = leftEnd;
            rightAt = rightEnd;
        }
    }

    /** Settles the left rows between the right rows that came or went and the next ones that stay. */
    private void settleTouchedByRight(int group, Output output) {
        TimedRuns lefts = left.runs();
        TimedRuns rights = right.runs();
        int from;
        int to;
        if (nearest.back()) {
            int next = rights.after(group, right.changedTo());
            from = lefts.atOrAfter(group, right.changedFrom());
            to = next == rights.end(group) ? lefts.end(group) : lefts.after(group, rights.time(group, next));
        } else {
            int next = rights.atOrAfter(group, right.changedFrom()) - 1;
            from = next < rights.start(group) ? lefts.start(group) : lefts.atOrAfter(group, rights.time(group, next));
            to = lefts.after(group, right.changedTo());
        }
        for (int at = from; at < to; at++) {
            settle(lefts.id(group, at), output);
        }
    }

    /** Emits what has changed in a left row's match or weight. */
    private void settle(int id, Output output) {
        long weight = Math.max(0, left.rows().weight(id));
        matches.settle(id, weight > 0 ? match(id) : matches.match(id), weight, output);
    }

    /** The right row that a left row is paired with now. */
    private int match(int id) {
        int group = left.group(id);
        TimedRuns rights = right.runs();
        int behind = nearest == AsofJoin.Nearest.BEFORE || nearest == AsofJoin.Nearest.AT_OR_AFTER
                ? rights.atOrAfter(group, left.time(id))
                : rights.after(group, left.time(id));
        int at = nearest.back() ? behind - 1 : behind;
        return at >= rights.start(group) && at < rights.end(group) ? rights.id(group, at) : AsofOutput.NO_MATCH;
    }

    private void expire(long bound, Output output) {
        if (nearest.back()) {
            expireBack(bound, output);
        } else {
            expireAhead(bound, output);
        }
    }

    /** Looking back, a left row is settled once it is complete; of the complete right rows the last can still be met. */
    private void expireBack(long bound, Output output) {
        int[] lefts = left.expire(bound);
        giveOut(lefts, lefts.length, output);
        left.forgetAbsent(lefts, emptied);
        for (int id : lefts) {
            int group = left.group(id);
            cutLeft(group, left.runs().after(group, bound));
        }
        int[] rights = right.expire(bound);
        right.forgetAbsent(rights, emptied);
        for (int id : rights) {
            int group = right.group(id);
            right.cut(group, Math.max(right.runs().start(group), right.runs().after(group, bound) - 1), emptied);
        }
    }

    /** Looking ahead, a left row is settled once its match is complete; then no left row can meet that any more. */
    private void expireAhead(long bound, Output output) {
        int[] rights = right.expire(bound);
        right.forgetAbsent(rights, emptied);
        for (int id : rights) {
            int group = right.group(id);
            int complete = right.runs().after(group, bound);
            if (complete > right.runs().start(group)) {
                long last = right.runs().time(group, complete - 1);
                int end = nearest.inclusive()
                        ? left.runs().after(group, last)
                        : left.runs().atOrAfter(group, last);
                giveOut(group, end, output);
                cutLeft(group, end);
                right.cut(group, complete, emptied);
            }
        }
        if (context.watermark() == Long.MAX_VALUE) {
            for (int group = 0; group < keys.limit(); group++) {
                giveOut(group, left.runs().end(group), output);
                cutLeft(group, left.runs().end(group));
            }
        }
    }

    private void giveOut(int group, int end, Output output) {
        int[] ids = new int[end - left.runs().start(group)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = left.runs().id(group, left.runs().start(group) + i);
        }
        giveOut(ids, ids.length, output);
    }

    private void giveOut(int[] ids, int count, Output output) {
        for (int i = 0; node.settled() && i < count; i++) {
            changes.add(ids[i], match(ids[i]), Math.max(0, left.rows().weight(ids[i])), output);
        }
        changes.flush(output);
    }

    private void cutLeft(int group, int position) {
        for (int at = left.runs().start(group); !node.settled() && at < position; at++) {
            matches.forget(left.runs().id(group, at));
        }
        left.cut(group, position, emptied);
    }

    @Override
    public StateContainer state() {
        return state;
    }

    @Override
    public void rebuild() {
        changes.reset();
        emptied.clear();
        left.rebuild(keys);
        right.rebuild(keys);
        if (node.settled()) {
            return;
        }
        matches.clear();
        reserveMatches();
        for (int id : left.rows().ids()) {
            if (left.rows().weight(id) > 0) {
                matches.set(id, match(id), left.rows().weight(id));
            }
        }
    }

    @Override
    public long nextClose() {
        return node.settled()
                ? (nearest.back() ? left : right).nextExpiry(node.completion().getAsLong())
                : Long.MAX_VALUE;
    }

    @Override
    public long stateRows() {
        return (long) left.rows().size() + right.rows().size();
    }

    @Override
    public long stateBytes() {
        return keys.bytes() + left.bytes() + right.bytes() + matches.bytes();
    }
}
