package io.millrace.planner.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.validate.SqlNameMatcher;

/** Finds operators by name without regard to case; functions also when their own syntax is a special one. */
final class OperatorsByName implements SqlOperatorTable {

    private final List<SqlOperator> all;
    private final Map<String, List<SqlOperator>> byName = new HashMap<>();

    OperatorsByName(List<SqlOperator> operators) {
        this.all = List.copyOf(operators);
        all.forEach(operator -> byName.computeIfAbsent(key(operator.getName()), name -> new ArrayList<>())
                .add(operator));
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> found,
            SqlNameMatcher matcher) {
        if (!name.isSimple()) {
            return;
        }
        for (SqlOperator operator : byName.getOrDefault(key(name.getSimple()), List.of())) {
            boolean function = syntax == SqlSyntax.FUNCTION && operator instanceof SqlFunction;
            if (function || operator.getSyntax() == syntax || operator.getSyntax().family == syntax) {
                found.add(operator);
            }
        }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return all;
    }
}
