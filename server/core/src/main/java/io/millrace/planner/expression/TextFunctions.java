package io.millrace.planner.expression;

import static io.millrace.planner.expression.Argument.INTEGER;
import static io.millrace.planner.expression.Argument.TEXT;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlTrimFunction;

/** The functions on text. */
final class TextFunctions {

    private TextFunctions() {}

    static void register(Map<SqlKind, CallTranslation> byKind, Map<String, CallTranslation> byName) {
        byKind.put(SqlKind.LIKE, TextFunctions::like);
        byKind.put(SqlKind.SIMILAR, TextFunctions::like);
        byKind.put(SqlKind.RLIKE, with(Function.REGEXP_LIKE, TEXT, TEXT));
        byKind.put(SqlKind.TRIM, TextFunctions::trim);
        byName.put("UPPER", with(Function.UPPER, TEXT));
        byName.put("LOWER", with(Function.LOWER, TEXT));
        byName.put("INITCAP", with(Function.INITCAP, TEXT));
        byName.put("SUBSTRING", with(Function.SUBSTRING, TEXT, INTEGER, INTEGER));
        byName.put("SUBSTR", with(Function.SUBSTRING, TEXT, INTEGER, INTEGER));
        byName.put("LEFT", with(Function.LEFT, TEXT, INTEGER));
        byName.put("RIGHT", with(Function.RIGHT, TEXT, INTEGER));
        byName.put("REPEAT", with(Function.REPEAT, TEXT, INTEGER));
        byName.put("SPACE", TextFunctions::space);
        byName.put("REVERSE", with(Function.REVERSE, TEXT));
        byName.put("REPLACE", with(Function.REPLACE, TEXT, TEXT, TEXT));
        byName.put("OVERLAY", TextFunctions::overlay);
        byName.put("CHAR_LENGTH", with(Function.CHAR_LENGTH, TEXT));
        byName.put("CHARACTER_LENGTH", with(Function.CHAR_LENGTH, TEXT));
        byName.put("LENGTH", with(Function.CHAR_LENGTH, TEXT));
        byName.put("LEN", with(Function.CHAR_LENGTH, TEXT));
        byName.put("OCTET_LENGTH", with(Function.OCTET_LENGTH, Argument.SAME));
        byName.put("POSITION", TextFunctions::position);
        byName.put("TRANSLATE", SourceCalls::translateCharacters);
        byName.put("TRANSLATE3", SourceCalls::translateCharacters);
        byName.put("LEVENSHTEIN", SourceCalls::distance);
        byName.put("STARTS_WITH", with(Function.STARTS_WITH, TEXT, TEXT));
        byName.put("STARTSWITH", with(Function.STARTS_WITH, TEXT, TEXT));
        byName.put("ENDS_WITH", with(Function.ENDS_WITH, TEXT, TEXT));
        byName.put("ENDSWITH", with(Function.ENDS_WITH, TEXT, TEXT));
        byName.put("ASCII", with(Function.ASCII, TEXT));
        byName.put("CHR", with(Function.CHR, INTEGER));
        byName.put("CHAR", with(Function.CHR, INTEGER));
        byName.put("MD5", with(Function.MD5, TEXT));
        byName.put("SPLIT_PART", with(Function.SPLIT_PART, TEXT, TEXT, INTEGER));
        byName.put("REGEXP_LIKE", with(Function.REGEXP_LIKE, TEXT, TEXT));
        byName.put("||", TextFunctions::concatenated);
        byName.put("CONCAT", TextFunctions::concatenated);
        byName.put("CONCAT_WS", allText(Function.CONCAT_WS));
    }

    /** A function with the given arguments; the last ones may be missing. */
    static CallTranslation with(Function function, Argument... arguments) {
        return (call, operands) -> {
            if (operands.size() > arguments.length) {
                return SourceCalls.notSupported(call);
            }
            List<Expression> adapted = new ArrayList<>();
            for (int i = 0; i < operands.size(); i++) {
                adapted.add(arguments[i].adapt(operands.get(i)));
            }
            return Functions.of(function, call, adapted);
        };
    }

    /** Of text, or of bytes. */
    private static Expression concatenated(RexCall call, List<Expression> operands) {
        boolean text = Casts.isText(TypeConversion.fromCalcite(call.getType()));
        return text
                ? allText(Function.CONCAT).translate(call, operands)
                : Functions.of(Function.CONCAT, call, operands);
    }

    private static CallTranslation allText(Function function) {
        return (call, operands) ->
                Functions.of(function, call, operands.stream().map(TEXT::adapt).toList());
    }

    private static Expression position(RexCall call, List<Expression> operands) {
        return operands.size() == 3
                ? SourceCalls.positionFrom(call, operands)
                : with(Function.POSITION, TEXT, TEXT).translate(call, operands);
    }

    private static Expression space(RexCall call, List<Expression> operands) {
        return Functions.of(
                Function.REPEAT, call, List.of(Literal.of(" ", Type.VARCHAR), INTEGER.adapt(operands.get(0))));
    }

    /** OVERLAY(text PLACING part FROM begin [FOR length]), in characters. */
    private static Expression overlay(RexCall call, List<Expression> operands) {
        Expression text = TEXT.adapt(operands.get(0));
        Expression part = TEXT.adapt(operands.get(1));
        Expression begin = INTEGER.adapt(operands.get(2));
        Expression length = operands.size() > 3
                ? INTEGER.adapt(operands.get(3))
                : new Call(Function.CHAR_LENGTH, List.of(part), Type.INTEGER, part.nullable());
        Literal one = Literal.of(1, Type.INTEGER);
        Expression before = number(Function.SUBTRACT, begin, one);
        Expression after = number(Function.ADD, begin, length);
        boolean nullable = call.getType().isNullable();
        return Functions.of(
                Function.CONCAT,
                call,
                List.of(
                        new Call(Function.SUBSTRING, List.of(text, one, before), Type.VARCHAR, nullable),
                        part,
                        new Call(Function.SUBSTRING, List.of(text, after), Type.VARCHAR, nullable)));
    }

    private static Expression number(Function function, Expression left, Expression right) {
        return new Call(function, List.of(left, right), Type.INTEGER, left.nullable() || right.nullable());
    }

    static CallTranslation padded(Function function) {
        CallTranslation full = with(function, TEXT, INTEGER, TEXT);
        return (call, operands) -> {
            List<Expression> all = new ArrayList<>(operands);
            if (all.size() == 2) {
                all.add(Literal.of(" ", Type.VARCHAR));
            }
            return full.translate(call, all);
        };
    }

    private static Expression like(RexCall call, List<Expression> operands) {
        if (call.getKind() == SqlKind.SIMILAR && operands.size() == 3) {
            return like(call, List.of(operands.get(0), withoutEscape(operands.get(1), operands.get(2))));
        }
        SqlLikeOperator operator = (SqlLikeOperator) call.getOperator();
        Function function = call.getKind() == SqlKind.SIMILAR
                ? Function.SIMILAR_TO
                : operator.isCaseSensitive() ? Function.LIKE : Function.ILIKE;
        Expression matches =
                Functions.of(function, call, operands.stream().map(TEXT::adapt).toList());
        return operator.isNegated() ? Functions.of(Function.NOT, call, List.of(matches)) : matches;
    }

    /** A pattern whose escape character is the backslash. */
    private static Expression withoutEscape(Expression pattern, Expression escape) {
        if (!(pattern instanceof Literal written) || !(escape instanceof Literal mark)) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED,
                    Construct.function("SIMILAR TO"),
                    "SIMILAR TO with ESCAPE takes a constant pattern");
        }
        if (written.value().isEmpty() || mark.value().isEmpty()) {
            return Literal.nullOf(Type.VARCHAR);
        }
        String text = written.value().orElseThrow().toString();
        String character = mark.value().orElseThrow().toString();
        if (character.codePointCount(0, character.length()) != 1) {
            throw new UnplannableException(
                    ErrorCode.INVALID_ARGUMENT,
                    Construct.function("SIMILAR TO"),
                    "ESCAPE takes a single character, not '" + character + "'");
        }
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith(character, i)) {
                escaped.append('\\');
                i += character.length() - 1;
            } else {
                escaped.append(text.charAt(i) == '\\' ? "\\\\" : text.charAt(i));
            }
        }
        return Literal.of(escaped.toString(), Type.VARCHAR);
    }

    private static Expression trim(RexCall call, List<Expression> operands) {
        Function function = switch (Functions.flag(call, SqlTrimFunction.Flag.class)) {
            case BOTH -> Function.TRIM_BOTH;
            case LEADING -> Function.TRIM_LEADING;
            case TRAILING -> Function.TRIM_TRAILING;
        };
        return Functions.of(function, call, List.of(TEXT.adapt(operands.get(1)), TEXT.adapt(operands.get(0))));
    }
}
