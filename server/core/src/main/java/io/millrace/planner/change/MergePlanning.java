package io.millrace.planner.change;

import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.SystemRelation;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.change.MergeBranch;
import io.millrace.sql.tree.change.MergeStatement;
import io.millrace.sql.tree.change.OnConflict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * MERGE, and INSERT with ON CONFLICT, as a query: the source joined with the target; for each row the columns of the target, the new values
 * and what is to be done.
 */
public final class MergePlanning {

    /** The rows of an INSERT with ON CONFLICT, which it reads as EXCLUDED. */
    public static final RelationName EXCLUDED = new RelationName("$statement", "excluded");

    private static final String MATCHED = "$matched";

    private final TargetColumns target;
    private final SqlIdentifier name;
    private final List<Branch> branches = new ArrayList<>();

    /** A branch with the values of all columns; none when it gives no row. */
    private record Branch(boolean matched, Optional<SqlNode> condition, RowAction action, Map<Field, SqlNode> values) {}

    private MergePlanning(TargetColumns target, SqlIdentifier name) {
        this.target = target;
        this.name = name;
    }

    public static ChangePlanning merge(MergeStatement statement, Relation relation) {
        TargetColumns target = new TargetColumns(relation, statement.target());
        MergePlanning planning = new MergePlanning(target, ChangePlanning.name(statement.target(), statement.alias()));
        statement.branches().forEach(planning::add);
        return planning.joined(SqlCopy.of(statement.source()), statement.target(), SqlCopy.of(statement.condition()));
    }

    /** The rows that INSERT with ON CONFLICT reads as EXCLUDED, as a relation. */
    public static Relation excluded(Relation target, SqlNode place) {
        return new SystemRelation(
                EXCLUDED,
                new RowType(new TargetColumns(target, place)
                        .insertable().stream()
                                .map(field -> new Field(field.name(), field.type(), true))
                                .toList()));
    }

    /** What becomes of rows of {@link #EXCLUDED}. */
    public static ChangePlanning conflict(InsertStatement statement, Relation relation, List<Integer> key) {
        OnConflict conflict = statement.onConflict().orElseThrow();
        TargetColumns target = new TargetColumns(relation, statement.target());
        List<Field> keys =
                key.stream().map(target.declared()::get).map(target::given).toList();
        checkKey(target, conflict, keys);
        MergePlanning planning = new MergePlanning(target, ChangePlanning.name(statement.target(), Optional.empty()));
        SqlIdentifier excluded =
                new SqlIdentifier("EXCLUDED", statement.target().getParserPosition());
        if (!conflict.doesNothing()) {
            Map<Field, SqlNode> assigned = ChangePlanning.assigned(target, planning.name, conflict.assignments());
            planning.branches.add(new Branch(true, conflict.where(), RowAction.UPDATE, planning.kept(assigned)));
        }
        Map<Field, SqlNode> values = new LinkedHashMap<>();
        target.insertable().forEach(field -> values.put(field, ChangePlanning.column(excluded, field.name())));
        planning.branches.add(new Branch(false, Optional.empty(), RowAction.INSERT, values));
        SqlNode condition = null;
        for (Field field : keys) {
            SqlNode equal = SqlStdOperatorTable.EQUALS.createCall(
                    SqlParserPos.ZERO,
                    ChangePlanning.column(planning.name, field.name()),
                    ChangePlanning.column(excluded, field.name()));
            condition =
                    condition == null ? equal : SqlStdOperatorTable.AND.createCall(SqlParserPos.ZERO, condition, equal);
        }
        SqlNode source = ChangePlanning.as(
                new SqlIdentifier(
                        List.of(EXCLUDED.schema(), EXCLUDED.name()),
                        statement.target().getParserPosition()),
                excluded);
        return planning.joined(source, statement.target(), condition);
    }

    private static void checkKey(TargetColumns target, OnConflict conflict, List<Field> keys) {
        boolean same = conflict.columns().isEmpty()
                || (conflict.columns().size() == keys.size() && keys.containsAll(target.named(conflict.columns())));
        if (!same) {
            throw ValidationFailure.at(
                    conflict.columns().get(0),
                    "ON CONFLICT needs the columns of the PRIMARY KEY: ("
                            + String.join(", ", keys.stream().map(Field::name).toList()) + ")");
        }
        keys.stream()
                .filter(key -> !target.insertable().contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw ValidationFailure.notSupported(
                            conflict, "ON CONFLICT is not supported where a column of the key is computed");
                });
    }

    private void add(MergeBranch branch) {
        boolean fits = branch.action() == MergeBranch.Action.NOTHING
                || branch.matched() != (branch.action() == MergeBranch.Action.INSERT);
        if (!fits) {
            throw ValidationFailure.at(
                    branch,
                    branch.matched()
                            ? "a row that is matched is there already; write UPDATE, DELETE or DO NOTHING"
                            : "where nothing is matched there is nothing to change; write INSERT or DO NOTHING");
        }
        branches.add(
                switch (branch.action()) {
                    case NOTHING -> branch(branch, RowAction.NOTHING, Map.of());
                    case DELETE -> branch(branch, RowAction.DELETE, Map.of());
                    case UPDATE ->
                        branch(
                                branch,
                                RowAction.UPDATE,
                                kept(ChangePlanning.assigned(target, name, branch.assignments())));
                    case INSERT -> branch(branch, RowAction.INSERT, inserted(branch));
                });
    }

    private static Branch branch(MergeBranch branch, RowAction action, Map<Field, SqlNode> values) {
        return new Branch(branch.matched(), branch.condition(), action, values);
    }

    /** The values of all columns when some are assigned. */
    private Map<Field, SqlNode> kept(Map<Field, SqlNode> assigned) {
        Map<Field, SqlNode> values = new LinkedHashMap<>();
        target.insertable()
                .forEach(field -> values.put(
                        field,
                        assigned.containsKey(field)
                                ? ColumnTyping.typed(assigned.get(field), field)
                                : ChangePlanning.column(name, field.name())));
        return values;
    }

    private Map<Field, SqlNode> inserted(MergeBranch branch) {
        List<Field> fields = branch.columns().isEmpty() ? target.insertable() : target.named(branch.columns());
        if (fields.size() != branch.values().size()) {
            throw ValidationFailure.at(
                    ErrorCode.TYPE_MISMATCH,
                    branch.values().get(0),
                    branch.values().size() + " values are given, but " + fields.size() + " are to be inserted: "
                            + String.join(", ", fields.stream().map(Field::name).toList()));
        }
        Map<Field, SqlNode> values = new LinkedHashMap<>();
        for (Field field : target.insertable()) {
            int index = fields.indexOf(field);
            if (index >= 0) {
                target.checkNumbered(field, branch.values().get(index));
            }
            SqlNode written = index < 0
                    ? SqlStdOperatorTable.DEFAULT.createCall(branch.getParserPosition())
                    : branch.values().get(index);
            values.put(field, ColumnTyping.typed(target.spelledOut(written, field), field));
        }
        return values;
    }

    private ChangePlanning joined(SqlNode source, SqlIdentifier relation, SqlNode condition) {
        SqlParserPos place = relation.getParserPosition();
        SqlNode marked = ChangePlanning.as(
                ChangePlanning.select(
                        List.of(
                                SqlIdentifier.star(place),
                                ChangePlanning.as(
                                        SqlLiteral.createBoolean(true, place), new SqlIdentifier(MATCHED, place))),
                        relation,
                        Optional.empty()),
                name);
        boolean outer = branches.stream().anyMatch(branch -> !branch.matched());
        SqlNode join = new SqlJoin(
                place,
                source,
                SqlLiteral.createBoolean(false, place),
                (outer ? JoinType.LEFT : JoinType.INNER).symbol(place),
                marked,
                JoinConditionType.ON.symbol(place),
                condition);
        List<SqlNode> items = ChangePlanning.old(target, name);
        Map<Field, SqlNode> values = new LinkedHashMap<>();
        for (Field field : target.insertable()) {
            SqlNode value = cases(branch -> Optional.ofNullable(branch.values().get(field)), nullOf(field));
            values.put(field, value);
            items.add(value);
        }
        items.add(cases(branch -> Optional.of(number(branch.action())), number(RowAction.NOTHING)));
        SqlSelect query = ChangePlanning.select(items, join, Optional.empty());
        return new ChangePlanning(
                target,
                (SqlSelect) OwnColumns.called(query, relation, name),
                values,
                ChangePlanning.Rest.NEW_VALUES_AND_ACTION);
    }

    private SqlNode nullOf(Field field) {
        return ColumnTyping.typed(SqlLiteral.createNull(name.getParserPosition()), field);
    }

    private static SqlNode number(RowAction action) {
        return SqlLiteral.createExactNumeric(String.valueOf(action.ordinal()), SqlParserPos.ZERO);
    }

    /** What the first branch says whose condition holds. */
    private SqlNode cases(Function<Branch, Optional<SqlNode>> value, SqlNode none) {
        SqlParserPos place = name.getParserPosition();
        SqlNodeList conditions = new SqlNodeList(place);
        SqlNodeList values = new SqlNodeList(place);
        for (Branch branch : branches) {
            conditions.add(holds(branch));
            values.add(SqlCopy.of(value.apply(branch).orElse(none)));
        }
        return new SqlCase(place, null, conditions, values, SqlCopy.of(none));
    }

    private SqlNode holds(Branch branch) {
        SqlNode matched = ChangePlanning.column(name, MATCHED);
        SqlNode found = (branch.matched() ? SqlStdOperatorTable.IS_TRUE : SqlStdOperatorTable.IS_NULL)
                .createCall(name.getParserPosition(), matched);
        return branch.condition()
                .map(condition -> (SqlNode)
                        SqlStdOperatorTable.AND.createCall(condition.getParserPosition(), found, SqlCopy.of(condition)))
                .orElse(found);
    }
}
