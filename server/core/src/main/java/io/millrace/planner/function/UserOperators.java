package io.millrace.planner.function;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.UserFunction;
import io.millrace.planner.rules.OwnAggregates;
import io.millrace.planner.validation.MillraceOperators;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.validate.SqlNameMatcher;

/**
 * The functions of users in front of those that the server has itself. None has a name of the server's when it is made; one that a later
 * server takes still means what it meant where it was made before.
 */
public final class UserOperators implements SqlOperatorTable, OwnAggregates {

    private final Catalog catalog;
    private final Consumer<UserFunction> called;

    /** @param called told each function that a call is checked of */
    public UserOperators(Catalog catalog, Consumer<UserFunction> called) {
        this.catalog = catalog;
        this.called = called;
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> found,
            SqlNameMatcher matcher) {
        Optional<UserFunction> own = syntax == SqlSyntax.FUNCTION ? function(name) : Optional.empty();
        if (own.isPresent()) {
            found.add(operator(own.get()));
        } else {
            MillraceOperators.table().lookupOperatorOverloads(name, category, syntax, found, matcher);
        }
    }

    private Optional<UserFunction> function(SqlIdentifier name) {
        boolean reachable =
                name.isSimple() || (name.names.size() == 2 && name.names.get(0).equalsIgnoreCase(RelationName.PUBLIC));
        return reachable ? catalog.function(name.names.get(name.names.size() - 1)) : Optional.empty();
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        List<SqlOperator> all = new ArrayList<>(MillraceOperators.table().getOperatorList());
        catalog.functions().forEach(function -> all.add(operator(function)));
        return all;
    }

    private SqlOperator operator(UserFunction function) {
        return switch (function.kind()) {
            case SCALAR -> new ValueFunction(function, called);
            case TABLE -> new RowsFunction(function, called);
            case AGGREGATE -> new MisplacedAggregate(function);
        };
    }

    @Override
    public SqlNode understood(SqlNode node) {
        return node instanceof SqlCall call
                ? AggregateExpansion.called(call)
                        .flatMap(inner -> function(inner.getOperator().getNameAsId())
                                .filter(UserFunction::aggregate)
                                .map(function -> new AggregateExpansion(function, called).expanded(call)))
                        .orElse(node)
                : node;
    }
}
