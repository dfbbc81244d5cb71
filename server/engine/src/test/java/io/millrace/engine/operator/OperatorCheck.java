package io.millrace.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Source;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.engine.state.cell.StateCut;
import io.millrace.engine.state.cell.StateReader;
import io.millrace.engine.state.cell.StateWriter;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Checks an operator step by step: each batch of input deltas must give the expected delta, whether the input comes in whole
 * pages, in pages of one row, or in reverse order; if the operator is replaced by one that has read its state, or the batch is
 * taken back and repeated.
 */
final class OperatorCheck {

    private static final ClassCompiler COMPILER = new ClassCompiler(OperatorCheck.class.getClassLoader());

    private final DStream node;
    private final List<Run> runs = new ArrayList<>();
    private long watermark = OperatorContext.NO_WATERMARK;

    private OperatorCheck(DStream node) {
        this.node = node;
        for (Way way : Way.values()) {
            runs.add(new Run(node, way));
        }
    }

    static OperatorCheck verifying(DStream node) {
        return new OperatorCheck(node);
    }

    static ClassCompiler compiler() {
        return COMPILER;
    }

    /** A source whose columns {@code c0, c1 …} have the given types and may be null. */
    static Source source(boolean appendOnly, Type... types) {
        return new Source("s", List.of(), rowType(types), appendOnly);
    }

    static RowType rowType(Type... types) {
        List<Field> fields = new ArrayList<>();
        for (Type type : types) {
            fields.add(new Field("c" + fields.size(), type, true));
        }
        return new RowType(fields);
    }

    /** The watermark of the next batches, its rows counted in. */
    OperatorCheck watermark(long newWatermark) {
        watermark = newWatermark;
        return this;
    }

    /** Runs a batch: the rows of each input. */
    OperatorCheck batch(String... inputs) {
        for (Run run : runs) {
            run.batch(inputs, watermark);
        }
        return this;
    }

    OperatorCheck emits(String rows) {
        Map<String, Long> expected = RowText.zset(List.of(RowText.page(node.rowType(), RowText.split(rows))));
        for (Run run : runs) {
            assertThat(RowText.zset(run.emitted)).as(run.way.name()).isEqualTo(expected);
        }
        return this;
    }

    OperatorCheck refusesAsLate(String rows) {
        RowType input = OperatorFactory.inputs(node).get(0).rowType();
        Map<String, Long> expected = RowText.zset(List.of(RowText.page(input, RowText.split(rows))));
        for (Run run : runs) {
            assertThat(RowText.zset(run.context.latePages())).as(run.way.name()).isEqualTo(expected);
        }
        return this;
    }

    OperatorCheck rejects(String... rows) {
        for (Run run : runs) {
            assertThat(run.context.rejections()).as(run.way.name()).containsExactlyInAnyOrder(rows);
        }
        return this;
    }

    OperatorCheck holdsRows(long rows) {
        for (Run run : runs) {
            assertThat(run.operator.stateRows()).as(run.way.name()).isEqualTo(rows);
        }
        return this;
    }

    /** How the rows of a batch reach an operator, and what befalls it besides. */
    enum Way {
        WHOLE,
        ONE_ROW,
        REVERSED,
        /** Before each batch, the operator is replaced by a new one that has read its state. */
        RESTORED,
        /** Each batch is run again by a new operator that has read the first state and all changes since. */
        CHANGES,
        /** Each batch is taken back thrice: after half of its rows, before its end and after its end. */
        ABORTED,
        /** Both. */
        RESTORED_AND_ABORTED;

        boolean restores() {
            return this == RESTORED || this == RESTORED_AND_ABORTED;
        }

        boolean aborts() {
            return this == ABORTED || this == RESTORED_AND_ABORTED;
        }
    }

    /** A page and the input it belongs to. */
    private record Given(int input, Page page) {}

    /** One operator that gets the same rows as the others in another way. */
    static final class Run {
        private final DStream node;
        private final Way way;
        private final BatchContext context = new BatchContext();
        private final Supplier<Operator> factory;
        private final List<byte[]> written = new ArrayList<>();
        private int lastCut = StateCut.NEVER;
        private Operator operator;
        private List<Page> emitted = new ArrayList<>();

        Run(DStream node, Way way) {
            this(node, way, context -> new OperatorFactory(COMPILER).create(node, context));
        }

        /** @param operators makes the operator of the node */
        Run(DStream node, Way way, Function<OperatorContext, Operator> operators) {
            this.node = node;
            this.factory = () -> operators.apply(context);
            this.operator = factory.get();
            this.way = way;
        }

        Map<String, Long> batch(String[] inputs, long watermark) {
            context.beginBatch(watermark);
            List<Given> pages = pages(inputs);
            if (way.restores()) {
                operator = restored(List.of(write(operator.cut(), StateCut.NEVER)));
            }
            StateCut before = way == Way.CHANGES ? operator.cut() : null;
            Map<String, Long> early = way.aborts() ? runAborted(pages) : null;
            emitted = run(operator, pages);
            operator.commit();
            Map<String, Long> zset = RowText.zset(emitted);
            if (early != null) {
                assertThat(early).as("delta that was taken back").isEqualTo(zset);
            }
            if (before != null) {
                written.add(write(before, lastCut));
                lastCut = before.number();
                context.repeatBatch();
                assertThat(RowText.zset(run(restored(written), pages)))
                        .as("delta of an operator restored from changes")
                        .isEqualTo(zset);
            }
            return zset;
        }

        private Map<String, Long> runAborted(List<Given> pages) {
            feed(operator, pages.subList(0, (pages.size() + 1) / 2), page -> {});
            abort();
            feed(operator, pages, page -> {});
            abort();
            Map<String, Long> zset = RowText.zset(run(operator, pages));
            abort();
            return zset;
        }

        private void abort() {
            operator.abort();
            context.repeatBatch();
        }

        private List<Page> run(Operator runner, List<Given> pages) {
            List<Page> taken = new ArrayList<>();
            Output output = page -> take(page, taken);
            feed(runner, pages, output);
            runner.finish(output);
            return taken;
        }

        private static void feed(Operator runner, List<Given> pages, Output output) {
            pages.forEach(given -> runner.process(given.input(), given.page(), output));
        }

        private static byte[] write(StateCut cut, int since) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            cut.write(new StateWriter(bytes), since);
            return bytes.toByteArray();
        }

        private Operator restored(List<byte[]> state) {
            Operator fresh = factory.get();
            fresh.restore(state.stream()
                    .map(bytes -> new StateReader(new ByteArrayInputStream(bytes)))
                    .toArray(StateReader[]::new));
            return fresh;
        }

        Map<String, Long> late() {
            return RowText.zset(context.latePages());
        }

        List<String> rejections() {
            return context.rejections();
        }

        long stateRows() {
            return operator.stateRows();
        }

        private List<Given> pages(String[] inputs) {
            List<Given> pages = new ArrayList<>();
            for (int i = 0; i < inputs.length; i++) {
                int input = way == Way.REVERSED ? inputs.length - 1 - i : i;
                RowType rowType = OperatorFactory.inputs(node).get(input).rowType();
                List<String> rows = new ArrayList<>(RowText.split(inputs[input]));
                if (way == Way.REVERSED) {
                    Collections.reverse(rows);
                }
                List<List<String>> cut = way == Way.ONE_ROW || way.aborts()
                        ? rows.stream().map(List::of).collect(Collectors.toList())
                        : rows.isEmpty() ? List.of() : List.of(rows);
                cut.forEach(page -> pages.add(new Given(input, RowText.page(rowType, page))));
            }
            return pages;
        }

        private void take(Page page, List<Page> taken) {
            assertThat(page.size()).isPositive().isLessThanOrEqualTo(Page.MAX_ROWS);
            assertThat(page.columnCount()).isEqualTo(node.rowType().size());
            for (int i = 0; i < page.columnCount(); i++) {
                assertThat(page.column(i).size()).isEqualTo(page.size());
                assertThat(page.column(i).layout())
                        .isEqualTo(node.rowType().type(i).layout());
            }
            for (int row = 0; row < page.size(); row++) {
                assertThat(page.weight(row)).isNotZero();
                assertThat(node.appendOnly() && page.weight(row) < 0).isFalse();
            }
            taken.add(page);
        }
    }
}
