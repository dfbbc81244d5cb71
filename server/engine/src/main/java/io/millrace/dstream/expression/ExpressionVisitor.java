package io.millrace.dstream.expression;

/** One case per kind of {@link Expression}. */
public interface ExpressionVisitor<R> {

    R visit(ColumnReference reference);

    R visit(Literal literal);

    R visit(Placeholder parameter);

    R visit(Call call);

    R visit(SourceCall call);
}
