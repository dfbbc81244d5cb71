package io.millrace.codec.graph;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.Placeholder;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.Position;
import java.util.Optional;

/** Reads one expression. */
record ExpressionDecoder(GraphInput in) {

    Expression take() {
        return switch (in.kind(ExpressionKind.class)) {
            case PLACEHOLDER -> new Placeholder(in.smallNumber(), in.type());
            case COLUMN -> new ColumnReference(in.smallNumber(), in.type(), in.flag());
            case LITERAL -> literal();
            case CALL -> call(Optional.empty());
            case SOURCE_CALL -> sourceCall(Optional.empty());
            case PLACED_CALL -> call(position());
            case PLACED_SOURCE_CALL -> sourceCall(position());
        };
    }

    private Optional<Position> position() {
        return Optional.of(new Position(in.smallNumber(), in.smallNumber()));
    }

    private Call call(Optional<Position> position) {
        return new Call(in.kind(Function.class), in.expressions(), in.type(), in.flag(), position);
    }

    private SourceCall sourceCall(Optional<Position> position) {
        return new SourceCall(in.text(), in.text(), in.expressions(), in.type(), in.flag(), position);
    }

    private Literal literal() {
        Type type = in.type();
        return new Literal(Optional.ofNullable(LiteralValues.take(in.decoder(), type, 0)), type);
    }
}
