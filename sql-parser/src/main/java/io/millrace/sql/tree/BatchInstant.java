package io.millrace.sql.tree;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/** {@code BATCH n} as the instant of {@code FOR SYSTEM_TIME AS OF}: a call with this operator over the number. */
public final class BatchInstant extends SqlSpecialOperator {
    public static final BatchInstant OPERATOR = new BatchInstant();

    private BatchInstant() {
        super("BATCH", SqlKind.OTHER, 100, true, ReturnTypes.BIGINT, InferTypes.FIRST_KNOWN, OperandTypes.NUMERIC);
    }

    public static SqlCall of(SqlParserPos position, SqlNode batch) {
        return OPERATOR.createCall(position, batch);
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int leftPrecedence, int rightPrecedence) {
        writer.keyword("BATCH");
        call.operand(0).unparse(writer, 0, 0);
    }
}
