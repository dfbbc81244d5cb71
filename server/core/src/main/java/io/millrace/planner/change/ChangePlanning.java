package io.millrace.planner.change;

import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.planner.rules.PlainSelect;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.data.Field;
import io.millrace.sql.tree.change.Assignment;
import io.millrace.sql.tree.change.DeleteStatement;
import io.millrace.sql.tree.change.UpdateStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A statement that changes rows of a table as the query that reads them: each row has all declared columns as they are, then, unless it is
 * to be deleted, the columns that rows bring with them as they shall be.
 */
public final class ChangePlanning {

    private final TargetColumns target;
    private final SqlSelect query;
    private final Map<Field, SqlNode> assigned;
    private final Rest rest;

    /** What the query gives of a row behind its columns as they are. */
    enum Rest {
        NOTHING,
        NEW_VALUES,
        /** And then what is to be done with the row: see {@link RowAction}. */
        NEW_VALUES_AND_ACTION
    }

    ChangePlanning(TargetColumns target, SqlSelect query, Map<Field, SqlNode> assigned, Rest rest) {
        this.target = target;
        this.query = query;
        this.assigned = assigned;
        this.rest = rest;
    }

    public static ChangePlanning delete(DeleteStatement statement, Relation relation) {
        TargetColumns target = new TargetColumns(relation, statement.target());
        SqlIdentifier name = name(statement.target(), statement.alias());
        return new ChangePlanning(
                target,
                select(
                        old(target, name),
                        from(statement.target(), statement.alias()),
                        statement.where().map(SqlCopy::of)),
                Map.of(),
                Rest.NOTHING);
    }

    public static ChangePlanning update(UpdateStatement statement, Relation relation) {
        TargetColumns target = new TargetColumns(relation, statement.target());
        SqlIdentifier name = name(statement.target(), statement.alias());
        Map<Field, SqlNode> assigned = assigned(target, name, statement.assignments());
        List<SqlNode> items = old(target, name);
        assigned.forEach((field, value) -> items.add(ColumnTyping.typed(value, field)));
        return new ChangePlanning(
                target,
                select(
                        items,
                        from(statement.target(), statement.alias()),
                        statement.where().map(SqlCopy::of)),
                assigned,
                Rest.NEW_VALUES);
    }

    /** The values that columns are given, in the order of the text. */
    static Map<Field, SqlNode> assigned(TargetColumns target, SqlIdentifier name, List<Assignment> assignments) {
        List<SqlIdentifier> names = assignments.stream().map(Assignment::column).toList();
        names.forEach(column -> refuseForeign(column, name));
        List<Field> fields = target.named(names);
        Map<Field, SqlNode> assigned = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            SqlNode value = assignments.get(i).value();
            target.checkNumbered(fields.get(i), value);
            assigned.put(fields.get(i), target.spelledOut(SqlCopy.of(value), fields.get(i)));
        }
        return assigned;
    }

    private static void refuseForeign(SqlIdentifier column, SqlIdentifier name) {
        if (column.names.size() > 1
                && !column.names.get(column.names.size() - 2).equalsIgnoreCase(name.getSimple())) {
            throw ValidationFailure.at(column, "only columns of \"" + name.getSimple() + "\" can be set here");
        }
    }

    static SqlIdentifier name(SqlIdentifier target, Optional<SqlIdentifier> alias) {
        return alias.orElseGet(
                () -> new SqlIdentifier(target.names.get(target.names.size() - 1), target.getParserPosition()));
    }

    /** The relation; one without another name is called by its own, with the schema or without. */
    static SqlNode from(SqlIdentifier target, Optional<SqlIdentifier> alias) {
        return alias.map(name -> as(target, name)).orElse(target);
    }

    static SqlNode as(SqlNode relation, SqlIdentifier name) {
        return SqlStdOperatorTable.AS.createCall(relation.getParserPosition(), relation, name);
    }

    /** The columns of a row as they are. */
    static List<SqlNode> old(TargetColumns target, SqlIdentifier name) {
        List<SqlNode> items = new ArrayList<>();
        target.declared().forEach(field -> items.add(column(name, field.name())));
        return items;
    }

    static SqlIdentifier column(SqlIdentifier relation, String column) {
        return new SqlIdentifier(List.of(relation.getSimple(), column), relation.getParserPosition());
    }

    static SqlSelect select(List<SqlNode> items, SqlNode from, Optional<SqlNode> where) {
        return PlainSelect.of(
                from.getParserPosition(), new SqlNodeList(items, SqlParserPos.ZERO), from, where.orElse(null));
    }

    public RelationName target() {
        return target.target().name();
    }

    /** To be validated. */
    public SqlNode query() {
        return query;
    }

    /** What the query gives, with new values as their columns take them. */
    public RelRoot fit(RelRoot root, RexBuilder rex) {
        RelNode rows = root.project();
        List<RexNode> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Field> declared = target.declared().stream().map(target::given).toList();
        for (Field field : declared) {
            names.add(field.name());
            expressions.add(rex.makeInputRef(rows, expressions.size()));
        }
        List<Field> given = List.copyOf(assigned.keySet());
        for (Field field : rest == Rest.NOTHING ? List.<Field>of() : target.insertable()) {
            names.add("new$" + field.name());
            int index = given.indexOf(field);
            expressions.add(
                    index < 0
                            ? rex.makeInputRef(rows, declared.indexOf(field))
                            : StoredValues.of(
                                    rex.makeInputRef(rows, declared.size() + index), field, rex, assigned.get(field)));
        }
        if (rest == Rest.NEW_VALUES_AND_ACTION) {
            names.add("action$");
            expressions.add(rex.makeInputRef(rows, rows.getRowType().getFieldCount() - 1));
        }
        return RelRoot.of(LogicalProject.create(rows, List.of(), expressions, names, Set.of()), SqlKind.SELECT);
    }
}
