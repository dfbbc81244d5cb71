package io.millrace.engine.input;

import io.millrace.dstream.Project;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.CompiledChain;
import io.millrace.engine.codegen.PageFunction;
import io.millrace.engine.codegen.expression.Rewriting;
import io.millrace.engine.codegen.expression.Traits;
import io.millrace.engine.codegen.runtime.Evaluation;
import io.millrace.engine.refused.AheadRow;
import io.millrace.engine.refused.ExpectedRows;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.refused.RowExpectation;
import io.millrace.engine.time.AheadBound;
import io.millrace.engine.time.Watermarks;
import io.millrace.engine.view.RowText;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Turns the physical columns of an input into the declared columns that are needed, and finds the watermark of each page.
 *
 * <p>Computed columns that can fail are computed also when nobody needs them: which rows are refused does not depend on who reads what.
 *
 * <p>Immutable; each reading thread takes a {@link Rows} of its own.
 */
public final class InputReader {

    private final int[] declared;
    private final int[] shown;
    private final int[] physical;
    private final RowType recordType;
    private final RowType rowType;
    private final boolean watermarked;
    private final boolean positioned;
    private final boolean whole;
    private final long delay;
    private final OptionalLong shownDelay;
    private final Optional<CompiledChain> chain;
    private final Optional<ExpectedRows> expected;

    /** @param declared indexes of the declared columns that are needed, ascending */
    InputReader(InputDefinition definition, int[] declared, ChainCompiler compiler) {
        this(definition, declared, compiler, false);
    }

    /** @param wantsPositions whether the positions of rows are asked for; where rows can be refused for their time, they are anyway */
    InputReader(InputDefinition definition, int[] declared, ChainCompiler compiler, boolean wantsPositions) {
        this.declared = declared;
        this.shown = IntStream.range(0, declared.length).toArray();
        List<Expression> expressions = new ArrayList<>();
        for (int column : declared) {
            expressions.add(definition.columns().get(column));
        }
        Optional<Delayed> watermark = definition
                .watermark()
                .map(declaration -> Delayed.of(Rewriting.inline(declaration.expression(), definition.columns())));
        this.watermarked = watermark.isPresent();
        this.delay = watermark.map(Delayed::millis).orElse(0L);
        this.shownDelay = watermark
                .filter(Delayed::isColumn)
                .map(delayed -> OptionalLong.of(delayed.millis()))
                .orElse(OptionalLong.empty());
        watermark.ifPresent(delayed -> expressions.add(delayed.time()));
        boolean judged = watermarked && definition.maxAhead().isPresent();
        this.positioned = (wantsPositions || judged) && definition.position().isPresent();
        if (positioned) {
            expressions.add(new ColumnReference(definition.position().getAsInt(), Type.BIGINT, false));
        }
        this.whole = definition.rowType().size() == declared.length
                && positioned == definition.position().isPresent();
        unread(definition.columns())
                .filter(column -> Traits.mayFail(column) && !expressions.contains(column))
                .toList()
                .forEach(expressions::add);
        List<RowExpectation> expectations = inlined(definition);
        this.physical = Stream.concat(
                        expressions.stream(), expectations.stream().map(RowExpectation::condition))
                .flatMap(Rewriting::columns)
                .mapToInt(Integer::intValue)
                .sorted()
                .distinct()
                .toArray();
        this.rowType = definition.rowType().project(declared);
        this.recordType =
                definition.physical().project(positioned ? Arrays.copyOf(physical, physical.length - 1) : physical);
        this.chain =
                isIdentity(expressions) ? Optional.empty() : Optional.of(compile(definition, expressions, compiler));
        this.expected = expectations.isEmpty()
                ? Optional.empty()
                : Optional.of(new ExpectedRows(
                        definition.name(),
                        expectations.stream()
                                .map(expectation -> expectation.over(renumbered(expectation.condition())))
                                .toList(),
                        recordType,
                        definition.table() && !definition.primaryKey().isEmpty(),
                        compiler));
    }

    /** What is expected, over the physical columns. */
    private static List<RowExpectation> inlined(InputDefinition definition) {
        return definition.rules().expectations().stream()
                .map(expectation -> expectation.over(Rewriting.inline(expectation.condition(), definition.columns())))
                .toList();
    }

    /** An expression over all physical columns as one over those that are read. */
    private Expression renumbered(Expression expression) {
        return Rewriting.replace(
                expression,
                part -> part instanceof ColumnReference column
                        ? new ColumnReference(
                                Arrays.binarySearch(physical, column.index()), column.type(), column.nullable())
                        : part);
    }

    /** An expression minus a constant: the usual watermark, whose constant need not be subtracted from every row. */
    private record Delayed(Expression time, long millis) {

        boolean isColumn() {
            return time instanceof ColumnReference;
        }

        static Delayed of(Expression watermark) {
            if (watermark instanceof Call call
                    && call.function() == Function.SUBTRACT
                    && call.arguments().get(1) instanceof Literal literal
                    && literal.value().isPresent()
                    && literal.value().get() instanceof Long millis) {
                return new Delayed(call.arguments().get(0), millis);
            }
            return new Delayed(watermark, 0);
        }
    }

    /** The declared columns that are not needed. */
    private Stream<Expression> unread(List<Expression> columns) {
        return IntStream.range(0, columns.size())
                .filter(column -> Arrays.binarySearch(declared, column) < 0)
                .mapToObj(columns::get);
    }

    private boolean isIdentity(List<Expression> expressions) {
        return physical.length == expressions.size()
                && IntStream.range(0, physical.length)
                        .allMatch(i -> expressions.get(i) instanceof ColumnReference reference
                                && reference.index() == physical[i]);
    }

    private CompiledChain compile(InputDefinition definition, List<Expression> expressions, ChainCompiler compiler) {
        RowType inputType = definition.physical().project(physical);
        List<Expression> renumbered = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            Expression expression = renumbered(expressions.get(i));
            renumbered.add(expression);
            fields.add(
                    i < declared.length
                            ? definition.rowType().field(declared[i])
                            : new Field("hidden" + i, expression.type(), expression.nullable()));
        }
        List<Integer> all = IntStream.range(0, physical.length).boxed().toList();
        Source source = new Source(definition.name(), all, inputType, true);
        return compiler.compile(List.of(new Project(source, renumbered, new RowType(fields))), inputType);
    }

    /** By how much the watermark is behind the greatest time of a column; empty when it is something else. */
    OptionalLong delay() {
        return shownDelay;
    }

    /** The declared columns of the pages, ascending. */
    int[] declared() {
        return declared;
    }

    /** Those columns. */
    RowType rowType() {
        return rowType;
    }

    /** Where a declared column lies in the pages. */
    public int[] positions(List<Integer> columns) {
        int[] positions = new int[columns.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = Arrays.binarySearch(declared, columns.get(i));
        }
        return positions;
    }

    /** Whether all declared columns are read, and positions where rows have some: nothing more is to be known of a row. */
    boolean isWhole() {
        return whole;
    }

    /** The physical columns to ask a source for. */
    int[] physical() {
        return physical;
    }

    Rows rows() {
        return new Rows(chain.map(CompiledChain::newInstance), expected.map(ExpectedRows::rows));
    }

    /** Collects what cannot be used of pages of these columns. */
    RejectedRecords rejected(long batchTimestamp) {
        return rejected(batchTimestamp, RejectedRecords.MAX_KEPT);
    }

    /** @param room for how many records */
    RejectedRecords rejected(long batchTimestamp, int room) {
        return new RejectedRecords(recordType, batchTimestamp, room);
    }

    /** Computes pages on one thread. */
    final class Rows {

        private final Optional<PageFunction> function;
        private final Optional<ExpectedRows.Rows> expected;
        private final List<AheadRow> ahead = new ArrayList<>();
        private AheadBound.Limits limits = AheadBound.Limits.NONE;
        private LongColumn positions;
        private long aheadCount;
        private long watermark = Watermarks.NONE;
        private boolean wantsLeast;
        private long least = Long.MAX_VALUE;

        Rows(Optional<PageFunction> function, Optional<ExpectedRows.Rows> expected) {
            this.function = function;
            this.expected = expected;
        }

        /** How far ahead the rows of the next pages may be. */
        void limit(AheadBound.Limits newLimits) {
            limits = newLimits;
        }

        /** The declared columns of a page of physical columns; rows that are not as expected, or whose computed columns fail, are left out. */
        Page apply(Page given, Evaluation evaluation) {
            Page page = expected.isPresent() ? expected.get().judge(given, evaluation) : given;
            Page computed = function.isPresent() ? function.get().apply(page, evaluation) : page;
            positions = positioned ? (LongColumn) computed.column(declared.length + (watermarked ? 1 : 0)) : null;
            Page rows = computed.columnCount() == shown.length ? computed : computed.project(shown);
            return watermarked ? observe(rows, (LongColumn) computed.column(declared.length)) : rows;
        }

        /** How many rows were left out since the last call because they are not as expected. */
        long takeUnexpected() {
            return expected.isPresent() ? expected.get().takeDropped() : 0;
        }

        /** Asks for {@link #takeLeast}. */
        void wantLeast() {
            wantsLeast = true;
        }

        /** The least time since the last call, before the delay is subtracted; greatest when there was none. */
        long takeLeast() {
            long taken = least;
            least = Long.MAX_VALUE;
            return taken;
        }

        private void noteLeast(LongColumn times) {
            for (int row = 0; row < times.size(); row++) {
                if (!times.isNull(row)) {
                    least = Math.min(least, times.values()[row]);
                }
            }
        }

        private Page observe(Page rows, LongColumn times) {
            if (wantsLeast) {
                noteLeast(times);
            }
            long[] values = times.values();
            long[] nulls = times.nulls();
            long greatest = Watermarks.NONE;
            for (int row = 0; row < rows.size(); row++) {
                if (values[row] > greatest && !NullMask.isNull(nulls, row) && counts(rows, row)) {
                    greatest = values[row];
                }
            }
            if (greatest == Watermarks.NONE) {
                return rows;
            }
            if (greatest - delay > limits.least()) {
                return refuse(rows, times);
            }
            watermark = Math.max(watermark, greatest - delay);
            return rows;
        }

        /** Whether a row may push the watermark: not one that takes another back because it is not as expected itself. */
        private boolean counts(Page rows, int row) {
            return expected.isEmpty() || rows.weight(row) > 0;
        }

        /** The rows that are not too far ahead. */
        private Page refuse(Page rows, LongColumn times) {
            int[] taken = new int[rows.size()];
            int count = 0;
            for (int row = 0; row < rows.size(); row++) {
                long position = positions == null ? count : positions.values()[row];
                long time = times.values()[row] - delay;
                if (times.isNull(row) || time <= limits.at(position)) {
                    taken[count++] = row;
                    watermark = times.isNull(row) ? watermark : Math.max(watermark, time);
                } else if (aheadCount++ < RejectedRecords.MAX_KEPT) {
                    ahead.add(new AheadRow(position, time, limits.at(position), RowText.json(rowType, rows, row)));
                }
            }
            positions = positions == null ? null : (LongColumn) positions.gather(taken, count);
            return rows.gather(taken, count);
        }

        /** Where the rows of the last page are in their partition; null when they have no positions. */
        public LongColumn positions() {
            return positions;
        }

        /** How many rows were refused since the last call of {@link #takeAhead}, also those beyond what is kept. */
        long aheadCount() {
            return aheadCount;
        }

        List<AheadRow> takeAhead() {
            List<AheadRow> taken = List.copyOf(ahead);
            ahead.clear();
            aheadCount = 0;
            return taken;
        }

        /** The greatest watermark since the last call, or {@link Watermarks#NONE}. */
        long takeWatermark() {
            long taken = watermark;
            watermark = Watermarks.NONE;
            return taken;
        }
    }
}
