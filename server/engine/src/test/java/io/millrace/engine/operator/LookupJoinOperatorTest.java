package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.rowType;
import static io.millrace.engine.operator.OperatorCheck.source;
import static io.millrace.engine.operator.OperatorCheck.verifying;

import io.millrace.dstream.DStream;
import io.millrace.dstream.LookupJoin;
import io.millrace.spi.data.Type;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LookupJoinOperatorTest {

    private static LookupJoin join(boolean outer) {
        DStream left = source(true, Type.INTEGER, Type.VARCHAR);
        DStream right = source(false, Type.INTEGER, Type.BIGINT);
        return new LookupJoin(
                outer,
                left,
                right,
                List.of(0),
                List.of(0),
                Optional.empty(),
                rowType(Type.INTEGER, Type.VARCHAR, Type.INTEGER, Type.BIGINT));
    }

    @Test
    void rowMeetsTheOtherSideAsItIsAtTheEndOfItsBatch() {
        verifying(join(false))
                .batch("+1|a +2|b +~|c", "+1|10 +~|30")
                .emits("+1|a|1|10")
                .batch("", "-1|10 +1|11 +2|20")
                .emits("")
                .batch("+1|d +2|e", "-2|20")
                .emits("+1|d|1|11")
                .holdsRows(1);
    }

    @Test
    void outerJoinKeepsRowsWithoutMatch() {
        verifying(join(true))
                .batch("+1|a +2*2|b +~|c", "+1|10 +1|11")
                .emits("+1|a|1|10 +1|a|1|11 +2*2|b|~|~ +~|c|~|~")
                .batch("", "+2|20")
                .emits("")
                .batch("+2|d", "-1|10 -1|11")
                .emits("+2|d|2|20")
                .holdsRows(1);
    }
}
