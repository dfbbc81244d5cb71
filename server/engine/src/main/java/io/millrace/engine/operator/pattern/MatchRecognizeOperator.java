package io.millrace.engine.operator.pattern;

import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.match.FoundMatch;
import io.millrace.engine.match.MatchAttempt;
import io.millrace.engine.match.MatchPartition;
import io.millrace.engine.match.MatchReach;
import io.millrace.engine.match.MatchSearch;
import io.millrace.engine.match.PlaceSets;
import io.millrace.engine.match.RowQueue;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.RowArrivals;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.TimeIndex;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.stream.Stream;

/**
 * Searches the rows of each partition for a pattern, in order of event time: a row takes part once the watermark has passed it.
 *
 * <p>A batch costs the rows that it releases and what they decide: an attempt that lacks rows stays where it is. State: the rows
 * that wait for the watermark, and of each partition those from the first row on at which a match can still begin, with what
 * conditions look at before it. {@code WITHIN} ends attempts as time passes, also when no row comes.
 *
 * <p>Attempts are not state: they depend on nothing but the rows kept and what is known of them. One that waited for rows when a
 * batch was taken back or state was read is made again when its partition is searched next, up to the row for which it waited.
 */
public final class MatchRecognizeOperator implements Operator {

    private static final int MOST_SPARE_ATTEMPTS = 1_000;

    private final MatchRecognize node;
    private final OperatorContext context;
    private final RowArrivals arrivals;
    private final RowBag rows;
    private final MatchPartitions partitions;
    private final int before;
    private final int behind;
    private final boolean numbered;
    private final RowConditions rowConditions;
    private final MatchConditions matchConditions;
    private final MatchSearch search;
    private final FoundMatch found;
    private final MatchSkip skip;
    private final MatchOutput matches;
    private final TimeIndex deadlines = new TimeIndex();
    private final ArrayDeque<MatchAttempt> spare = new ArrayDeque<>();
    private final IdList touched = new IdList();
    private final IdList dropped = new IdList();
    private final StateParts state = new StateParts();

    public MatchRecognizeOperator(
            MatchRecognize node, OperatorContext context, ChainCompiler chains, ClassCompiler compiler) {
        RowType input = node.input().rowType();
        this.node = node;
        this.context = context;
        this.rows = new RowBag(input, true, Versions.BATCHES, compiler);
        this.arrivals = new RowArrivals(node, rows, context);
        this.partitions = new MatchPartitions(
                node.partition(), node.partition().stream().map(input::type).toList(), rows, compiler);
        MatchReach reach = MatchReach.of(node);
        this.before = reach.before();
        this.behind = reach.behind();
        this.numbered = Stream.concat(node.values().stream(), MatchConditions.values(node).stream())
                .anyMatch(MatchValue.MatchNumber.class::isInstance);
        int variables = node.variables().size();
        PlaceSets asked = new PlaceSets(variables, MatchConditions.values(node));
        this.rowConditions = new RowConditions(node, rows, context, chains);
        this.matchConditions = new MatchConditions(node, asked, rows, context, chains, compiler);
        long bound = 0;
        for (MatchRecognize.Definition definition : MatchConditions.definitions(node)) {
            bound |= 1L << definition.variable();
        }
        this.search = new MatchSearch(node, asked, bound, matchConditions, context::checkCancelled);
        PlaceSets given = new PlaceSets(variables, node.values());
        this.found = new FoundMatch(search.program(), given);
        this.skip = new MatchSkip(node.after());
        this.matches = new MatchOutput(node, given, rows, context, chains, compiler);
        this.state
                .add("rows", rows)
                .add("watermark", arrivals.state())
                .add("partitions", partitions.state())
                .add("truths", rowConditions.state());
    }

    @Override
    public void process(int input, Page delta, Output output) {
        Page page = arrivals.timely(delta);
        if (page.size() > 0) {
            partitions.add(page, arrivals.add(page));
        }
    }

    @Override
    public void finish(Output output) {
        long watermark = context.watermark();
        if (watermark == OperatorContext.NO_WATERMARK) {
            return;
        }
        release(watermark);
        for (int number : deadlines.expire(watermark - 1)) {
            touch(number);
        }
        if (watermark == Long.MAX_VALUE) {
            for (int number : partitions.numbers()) {
                touch(number);
            }
        }
        examine(watermark);
        search.beginBatch(arrivals.times(), watermark);
        for (int i = 0; i < touched.size(); i++) {
            searchIn(touched.get(i), watermark, output);
        }
        touched.clear();
        matches.flush(output);
        for (int i = 0; i < dropped.size(); i++) {
            rows.remove(dropped.get(i));
        }
        dropped.clear();
    }

    private void release(long watermark) {
        for (int id : arrivals.release(watermark)) {
            touch(partitions.release(id));
        }
    }

    private void touch(int number) {
        if (partitions.get(number).touch()) {
            touched.add(number);
        }
    }

    /** Rows of a partition from this one on cannot be looked at yet: what comes behind them is not known. */
    private int frontier(MatchPartition partition, long watermark) {
        int size = partition.rows().size();
        return watermark == Long.MAX_VALUE ? size : Math.max(0, size - behind);
    }

    private void examine(long watermark) {
        for (int i = 0; i < touched.size() && !rowConditions.isEmpty(); i++) {
            MatchPartition partition = partitions.get(touched.get(i));
            int frontier = frontier(partition, watermark);
            for (int row = partition.examined(); row < frontier; row++) {
                rowConditions.add(partition.rows(), row);
            }
            partition.examined(Math.max(frontier, partition.examined()));
        }
        rowConditions.evaluate();
    }

    private void searchIn(int number, long watermark, Output output) {
        MatchPartition partition = partitions.take(number);
        partition.untouch();
        deadlines.remove(number);
        if (partition.isInterrupted()) {
            repeat(partition);
        }
        int frontier = frontier(partition, watermark);
        boolean waiting = false;
        while (!waiting && (isRunning(partition) || partition.next() < frontier)) {
            context.checkCancelled();
            if (!isRunning(partition)) {
                begin(partition);
            }
            matchConditions.matchNumber(partition.matches() + 1);
            switch (search.run(partition.attempt(), partition.rows(), frontier)) {
                case WAITING -> waiting = true;
                case FAILED -> partition.next(partition.next() + 1);
                case GIVEN_UP -> {
                    reject(
                            partition,
                            ErrorCode.LIMIT_EXCEEDED,
                            "too many ways to match the pattern from this row on; let the conditions in DEFINE look at"
                                    + " their own row and its neighbours (PREV, NEXT) only, or name fewer repetitions");
                    partition.next(partition.next() + 1);
                }
                case FOUND -> take(partition, output);
            }
        }
        if (waiting && node.within().isPresent()) {
            deadlines.add(number, search.deadline(partition.next(), partition.rows()));
        }
        tidy(number, partition, waiting);
    }

    /** Brings an attempt back to where it waited; what has failed on its way has been told. */
    private void repeat(MatchPartition partition) {
        begin(partition);
        matchConditions.matchNumber(partition.matches() + 1);
        matchConditions.repeating(true);
        search.repeat(partition.attempt(), partition.rows(), partition.takeUp());
        matchConditions.repeating(false);
    }

    private static boolean isRunning(MatchPartition partition) {
        return partition.attempt() != null && partition.attempt().isRunning();
    }

    private void begin(MatchPartition partition) {
        if (partition.attempt() == null) {
            partition.attempt(spare.isEmpty() ? search.newAttempt() : spare.pop());
        }
        partition.begin();
    }

    private void reject(MatchPartition partition, ErrorCode code, String reason) {
        int[] id = {partition.rows().id(partition.next())};
        context.reject(new Page(1, rows.gather(id, 1), null), code, reason);
    }

    private void take(MatchPartition partition, Output output) {
        MatchAttempt attempt = partition.attempt();
        found.read(attempt, partition.rows(), partition.matches() + 1);
        int skipped = skip.rows(found);
        if (skipped <= 0) {
            reject(partition, ErrorCode.INVALID_QUERY, skip.failure(skipped));
            partition.next(partition.next() + 1);
            return;
        }
        partition.countMatch();
        matches.add(found, output);
        partition.next(partition.next() + skipped);
    }

    /** Drops the rows before which nothing looks any more, and the partition when nothing is left of it. */
    private void tidy(int number, MatchPartition partition, boolean waiting) {
        if (!waiting && partition.attempt() != null) {
            if (spare.size() < MOST_SPARE_ATTEMPTS) {
                partition.attempt().rest();
                spare.push(partition.attempt());
            }
            partition.attempt(null);
        }
        RowQueue queue = partition.rows();
        boolean ended = context.watermark() == Long.MAX_VALUE;
        int needless = ended ? queue.size() : Math.min(queue.size(), partition.next() - before);
        for (int row = 0; row < needless; row++) {
            dropped.add(queue.id(row));
        }
        if (needless > 0) {
            partition.drop(needless);
        }
        if (partition.isEmpty() && !numbered) {
            partitions.forget(number);
        } else {
            partitions.putBack(number);
        }
    }

    @Override
    public StateContainer state() {
        return state;
    }

    @Override
    public void rebuild() {
        touched.clear();
        dropped.clear();
        deadlines.clear();
        matches.clear();
        rowConditions.clear();
        matchConditions.repeating(false);
        arrivals.rebuild();
        partitions.rebuild(arrivals::isWaiting);
        search.beginBatch(arrivals.times(), arrivals.watermark());
        for (int number : partitions.numbers()) {
            resume(number);
        }
    }

    private void resume(int number) {
        MatchPartition partition = partitions.get(number);
        int frontier = frontier(partition, arrivals.watermark());
        partition.examined(frontier);
        rowConditions.recall(partition.rows(), frontier);
        if (partition.next() < frontier) {
            partition.interrupt(frontier);
            if (node.within().isPresent()) {
                deadlines.add(number, search.deadline(partition.next(), partition.rows()));
            }
        }
    }

    @Override
    public long stateRows() {
        return rows.size();
    }

    @Override
    public long stateBytes() {
        return rows.bytes() + arrivals.bytes() + partitions.bytes() + deadlines.bytes();
    }
}
