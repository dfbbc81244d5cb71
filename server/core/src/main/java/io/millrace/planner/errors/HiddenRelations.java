package io.millrace.planner.errors;

import io.millrace.catalog.RelationName;
import io.millrace.planner.rules.FromNames;
import io.millrace.planner.validation.ValidationFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Refuses {@code s.t.c} of a query around a sub-query that reads another relation as {@code t}: Calcite leaves the schema out when it has
 * found the column, and would read that of the other.
 */
public final class HiddenRelations extends SqlBasicVisitor<Void> {

    private static final RelationName OTHER = new RelationName("", "");

    private final Deque<Map<String, RelationName>> scopes = new ArrayDeque<>();

    private HiddenRelations() {}

    public static void refuse(SqlNode query) {
        query.accept(new HiddenRelations());
    }

    @Override
    public Void visit(SqlCall call) {
        if (!(call instanceof SqlSelect select)) {
            return super.visit(call);
        }
        Map<String, RelationName> scope = new HashMap<>();
        add(select.getFrom(), scope);
        scopes.push(scope);
        super.visit(call);
        scopes.pop();
        return null;
    }

    private static void add(SqlNode from, Map<String, RelationName> scope) {
        if (from instanceof SqlJoin join) {
            add(join.getLeft(), scope);
            add(join.getRight(), scope);
        } else if (from instanceof SqlIdentifier name) {
            scope.put(FromNames.key(last(name)), relation(name));
        } else if (from instanceof SqlCall call && call.getKind() == SqlKind.AS) {
            String alias = ((SqlIdentifier) call.operand(1)).getSimple();
            boolean own =
                    call.operand(0) instanceof SqlIdentifier name && last(name).equalsIgnoreCase(alias);
            scope.put(FromNames.key(alias), own ? relation(call.operand(0)) : OTHER);
        } else if (from instanceof SqlCall call && call.operandCount() > 0 && call.operand(0) != null) {
            add(call.operand(0), scope);
        }
    }

    private static String last(SqlIdentifier name) {
        return name.names.get(name.names.size() - 1);
    }

    private static RelationName relation(SqlIdentifier name) {
        return name.isSimple()
                ? RelationName.of(name.getSimple())
                : new RelationName(name.names.get(name.names.size() - 2), last(name));
    }

    @Override
    public Void visit(SqlIdentifier column) {
        if (column.names.size() < 3) {
            return null;
        }
        RelationName meant = new RelationName(column.names.get(0), column.names.get(1));
        boolean hidden = false;
        for (Map<String, RelationName> scope : scopes) {
            RelationName read = scope.get(FromNames.key(meant.name()));
            if (meant.equals(read) && hidden) {
                throw ValidationFailure.notSupported(
                        column,
                        "\"" + meant + "\" cannot be told from the other \"" + meant.name()
                                + "\" that is read here; give one of them another name with AS");
            }
            if (meant.equals(read)) {
                return null;
            }
            hidden |= read != null;
        }
        return null;
    }
}
