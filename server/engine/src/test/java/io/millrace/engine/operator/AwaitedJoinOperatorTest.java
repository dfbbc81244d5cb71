package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.rowType;
import static io.millrace.engine.operator.OperatorCheck.source;
import static io.millrace.engine.operator.OperatorCheck.verifying;

import io.millrace.dstream.AwaitedJoin;
import io.millrace.dstream.DStream;
import io.millrace.spi.data.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

class AwaitedJoinOperatorTest {

    /** Rows of a key and a name; answers of a key, a value, whether it was found, and a number. */
    private static AwaitedJoin join() {
        DStream left = source(true, Type.INTEGER, Type.VARCHAR);
        DStream answers = source(true, Type.INTEGER, Type.BIGINT, Type.BOOLEAN, Type.BIGINT);
        return new AwaitedJoin(
                "t",
                true,
                left,
                answers,
                List.of(0),
                List.of(0),
                2,
                3,
                rowType(Type.INTEGER, Type.VARCHAR, Type.INTEGER, Type.BIGINT, Type.BOOLEAN, Type.BIGINT));
    }

    @Test
    void rowWaitsForItsAnswerAndGoesOutOnce() {
        verifying(join())
                .batch("+1|a +2|b +1|c", "")
                .emits("")
                .holdsRows(3)
                .batch("+3|d", "+1|10|true|1")
                .emits("+1|a|1|10|true|1 +1|c|1|10|true|1")
                .holdsRows(2)
                .batch("+1|e", "+2|~|false|2")
                .emits("+2|b|2|~|false|2")
                .batch("", "+1|11|true|3 +3|30|true|4")
                .emits("+1|e|1|11|true|3 +3|d|3|30|true|4")
                .holdsRows(0);
    }

    @Test
    void answerThatNobodyWaitsForIsDroppedAndOfSeveralTheFirstCounts() {
        verifying(join())
                .batch("", "+1|10|true|1")
                .emits("")
                .batch("+1|a +1|a", "")
                .emits("")
                .batch("+1|b", "+1|12|true|3 +1|11|true|2")
                .emits("+2*1|a|1|11|true|2")
                .holdsRows(1)
                .batch("", "+1|12|true|4")
                .emits("+1|b|1|12|true|4")
                .holdsRows(0);
    }

    @Test
    void rowOfARefusedKeyIsNotGivenOut() {
        verifying(join())
                .batch("+1|a +2|b", "")
                .emits("")
                .batch("", "+1|~|false|-1 +2|5|true|2")
                .emits("+2|b|2|5|true|2")
                .holdsRows(0);
    }

    @Test
    void rowWithoutKeyFindsNothingAtOnce() {
        verifying(join()).batch("+~|a", "").emits("+~|a|~|~|false|0").holdsRows(0);
    }
}
