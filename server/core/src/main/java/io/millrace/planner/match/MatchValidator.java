package io.millrace.planner.match;

import io.millrace.planner.validation.MillraceValidator;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.validate.ParameterScope;

/** Checks the names and types of one query, MATCH_RECOGNIZE included. */
public final class MatchValidator extends MillraceValidator {

    private final Map<SqlMatchRecognize, MatchClause> clauses = new IdentityHashMap<>();

    public MatchValidator(SqlOperatorTable operators, CalciteCatalogReader catalog, RelDataTypeFactory types) {
        super(operators, catalog, types);
    }

    @Override
    public void validateMatchRecognize(SqlCall call) {
        SqlMatchRecognize match = (SqlMatchRecognize) call;
        validateFrom(match.getTableRef(), getUnknownType(), getMatchRecognizeScope(match));
        RelDataType input = getNamespace(match.getTableRef()).getRowType();
        MatchClause clause = new ClauseAnalysis(match, input, this).analyze();
        clauses.put(match, clause);
        getNamespace(match).setType(clause.rowType());
    }

    /** What a clause that has been validated says. */
    MatchClause clause(SqlMatchRecognize match) {
        return clauses.get(match);
    }

    /** Checks an expression over named values, and finds its type. */
    RelDataType type(SqlNode expression, Map<String, RelDataType> names) {
        ParameterScope scope = new ParameterScope(this, names);
        expression.validate(this, scope);
        return deriveType(scope, expression);
    }
}
