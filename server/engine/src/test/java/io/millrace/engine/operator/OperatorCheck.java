package io.millrace.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Source;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Checks an operator step by step: each batch of input deltas must give the expected delta, whether the input comes in whole
 * pages, in pages of one row, or in reverse order.
 */
final class OperatorCheck {

    private static final ClassCompiler COMPILER = new ClassCompiler(OperatorCheck.class.getClassLoader());

    private final DStream node;
    private final List<Run> runs = new ArrayList<>();
    private long watermark = OperatorContext.NO_WATERMARK;

    private OperatorCheck(DStream node) {
        this.node = node;
        for (Cut cut : Cut.values()) {
            runs.add(new Run(node, cut));
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
            assertThat(RowText.zset(run.emitted)).as(run.cut.name()).isEqualTo(expected);
        }
        return this;
    }

    OperatorCheck refusesAsLate(String rows) {
        RowType input = OperatorFactory.inputs(node).get(0).rowType();
        Map<String, Long> expected = RowText.zset(List.of(RowText.page(input, RowText.split(rows))));
        for (Run run : runs) {
            assertThat(RowText.zset(run.context.latePages())).as(run.cut.name()).isEqualTo(expected);
        }
        return this;
    }

    OperatorCheck rejects(String... rows) {
        for (Run run : runs) {
            assertThat(run.context.rejections()).as(run.cut.name()).containsExactlyInAnyOrder(rows);
        }
        return this;
    }

    OperatorCheck holdsRows(long rows) {
        for (Run run : runs) {
            assertThat(run.operator.stateRows()).as(run.cut.name()).isEqualTo(rows);
        }
        return this;
    }

    /** How the rows of a batch are cut into pages. */
    enum Cut {
        WHOLE,
        ONE_ROW,
        REVERSED
    }

    /** One operator that gets the same rows as the others, cut differently. */
    static final class Run {
        private final DStream node;
        private final Cut cut;
        private final BatchContext context = new BatchContext();
        private final Operator operator;
        private final List<Page> emitted = new ArrayList<>();

        Run(DStream node, Cut cut) {
            this.node = node;
            this.cut = cut;
            this.operator = new OperatorFactory(COMPILER).create(node, context);
        }

        Map<String, Long> batch(String[] inputs, long watermark) {
            context.beginBatch(watermark);
            emitted.clear();
            List<Integer> order = new ArrayList<>();
            for (int input = 0; input < inputs.length; input++) {
                order.add(input);
            }
            if (cut == Cut.REVERSED) {
                Collections.reverse(order);
            }
            for (int input : order) {
                feed(input, RowText.split(inputs[input]));
            }
            operator.finish(this::take);
            return RowText.zset(emitted);
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

        private void feed(int input, List<String> texts) {
            RowType rowType = OperatorFactory.inputs(node).get(input).rowType();
            List<String> rows = new ArrayList<>(texts);
            if (cut == Cut.REVERSED) {
                Collections.reverse(rows);
            }
            List<List<String>> pages = cut == Cut.ONE_ROW
                    ? rows.stream().map(List::of).collect(Collectors.toList())
                    : rows.isEmpty() ? List.of() : List.of(rows);
            for (List<String> page : pages) {
                operator.process(input, RowText.page(rowType, page), this::take);
            }
        }

        private void take(Page page) {
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
            emitted.add(page);
        }
    }
}
