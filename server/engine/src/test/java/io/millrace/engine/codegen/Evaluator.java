package io.millrace.engine.codegen;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Project;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.Expression;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Compiles and runs expressions for tests. */
final class Evaluator {

    private static final ChainCompiler COMPILER =
            new ChainCompiler(new ClassCompiler(Evaluator.class.getClassLoader()));

    private Evaluator() {}

    static ChainCompiler compiler() {
        return COMPILER;
    }

    /** The value of an expression without columns; a String {@code CODE: reason} when it fails. */
    static Object constant(Expression expression) {
        return over(List.of(), List.<Object[]>of(new Object[0]), expression).get(0);
    }

    /** The expression's value per row; a String {@code CODE: reason} in place of the value of each row that fails. */
    static List<Object> over(List<Type> types, List<Object[]> rows, Expression expression) {
        RowType rowType = rowType(types);
        List<Object> values = new ArrayList<>();
        Recorder recorder = new Recorder();
        PageFunction function =
                COMPILER.compile(List.of(project(rowType, expression)), rowType).newInstance();
        for (Object[] row : rows) {
            recorder.rejections().clear();
            Page page = function.apply(Rows.page(rowType, List.<Object[]>of(row)), recorder);
            values.add(
                    recorder.rejections().isEmpty()
                            ? Rows.value(page.column(0), 0, expression.type())
                            : recorder.rejections().get(0).code() + ": "
                                    + recorder.rejections().get(0).reason());
        }
        return values;
    }

    static RowType rowType(List<Type> types) {
        List<Field> fields = new ArrayList<>();
        for (Type type : types) {
            fields.add(new Field("c" + fields.size(), type, true));
        }
        return new RowType(fields);
    }

    static Project project(RowType input, Expression... expressions) {
        List<Field> fields = new ArrayList<>();
        for (Expression expression : expressions) {
            fields.add(new Field("e" + fields.size(), expression.type(), expression.nullable()));
        }
        return new Project(source(input), Arrays.asList(expressions), new RowType(fields));
    }

    static Filter filter(RowType input, Expression predicate) {
        return new Filter(source(input), predicate);
    }

    static DStream source(RowType rowType) {
        return new Source("s", List.of(), rowType, true);
    }
}
