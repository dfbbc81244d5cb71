package io.millrace.planner.function;

import io.millrace.catalog.UserFunction;
import io.millrace.planner.validation.ValidationFailure;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/** An aggregate of a user where {@link AggregateExpansion} does not reach: in patterns. */
final class MisplacedAggregate extends ValueFunction {

    MisplacedAggregate(UserFunction function) {
        super(function, called -> {});
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        throw ValidationFailure.notSupported(
                call,
                function().name().title()
                        + " is an aggregate of a user, which is not supported here; group the rows around this query");
    }
}
