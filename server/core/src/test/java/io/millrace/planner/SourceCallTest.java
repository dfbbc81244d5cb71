package io.millrace.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.expression.SourceCall;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.sql.parser.SqlParsing;
import java.util.stream.IntStream;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.ScriptEvaluator;
import org.junit.jupiter.api.Test;

class SourceCallTest {

    private static final RowType ROW = RowType.of(
            new Field("s", Type.VARCHAR, true),
            new Field("n", Type.BIGINT, false),
            new Field("small", Type.SMALLINT, true),
            new Field("d", Type.decimal(10, 2), true));

    private static Object call(String expression, Object... arguments) throws Exception {
        SourceCall call = (SourceCall) new Planner().planExpression(SqlParsing.parseExpression(expression), ROW);
        return evaluate(call, arguments);
    }

    private static Object evaluate(SourceCall call, Object... arguments) throws CompileException, Exception {
        ScriptEvaluator script = new ScriptEvaluator();
        script.setReturnType(Object.class);
        int count = call.arguments().size();
        Class<?>[] types = new Class<?>[count];
        for (int i = 0; i < count; i++) {
            types[i] = arguments[i] == null ? String.class : arguments[i].getClass();
        }
        script.setParameters(IntStream.range(0, count).mapToObj(i -> "a" + i).toArray(String[]::new), types);
        script.cook(call.body());
        return script.evaluate(arguments);
    }

    @Test
    void textFunctionsOfTheLongTail() throws Exception {
        assertThat(call("SOUNDEX(s)", "millrace")).isEqualTo("M462");
        assertThat(call("SOUNDEX(s)", (Object) null)).isNull();
        assertThat(call("LEVENSHTEIN(s, 'abd')", "abc", "abd")).isEqualTo(1);
        assertThat(call("JSON_VALUE(s, '$.a')", "{\"a\": \"x\"}")).isEqualTo("x");
    }

    @Test
    void numbersComeAndGoBoxedByLayout() throws Exception {
        assertThat((Double) call("SIN(n)", 0L)).isZero();
        assertThat((Double) call("SIN(small)", 0)).isZero();
    }

    @Test
    void timesAreParsedByAPattern() throws Exception {
        assertThat(call("TO_TIMESTAMP(s, 'dd.MM.yyyy HH:mm')", "02.01.1970 00:00", "dd.MM.yyyy HH:mm"))
                .isEqualTo(86_400_000L);
    }
}
