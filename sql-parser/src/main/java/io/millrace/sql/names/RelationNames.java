package io.millrace.sql.names;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.DeleteStatement;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.change.MergeStatement;
import io.millrace.sql.tree.change.Truncate;
import io.millrace.sql.tree.change.UpdateStatement;
import io.millrace.sql.tree.people.PrivilegesOn;
import io.millrace.sql.tree.show.Describe;
import io.millrace.sql.tree.show.ExplainRelation;
import io.millrace.sql.tree.show.ShowCreate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Finds the relations and sinks that a statement names without a schema; what WITH names is none. */
public final class RelationNames extends SqlBasicVisitor<Void> {

    /** What takes its first operand, a relation, and gives another. */
    private static final Set<SqlKind> OF_A_RELATION = Set.of(
            SqlKind.AS,
            SqlKind.TABLE_REF,
            SqlKind.EXTEND,
            SqlKind.SNAPSHOT,
            SqlKind.TABLESAMPLE,
            SqlKind.LATERAL,
            SqlKind.PIVOT,
            SqlKind.UNPIVOT,
            SqlKind.MATCH_RECOGNIZE);

    private final List<NamedRelation> found = new ArrayList<>();
    private final Deque<Set<String>> withs = new ArrayDeque<>();

    private RelationNames() {}

    /** The places, in no particular order. */
    public static List<NamedRelation> of(Statement statement) {
        RelationNames names = new RelationNames();
        statement.accept(names);
        return names.found;
    }

    private void made(SqlIdentifier name) {
        add(name, 1, true);
    }

    private void there(SqlIdentifier name) {
        add(name, 1, false);
    }

    private void there(ObjectKind kind, SqlIdentifier name) {
        if (kind.isInSchema()) {
            there(name);
        }
    }

    private void add(SqlIdentifier name, int parts, boolean made) {
        if (name.names.size() == parts) {
            found.add(new NamedRelation(Written.name(name), made));
        }
    }

    @Override
    public Void visit(SqlCall call) {
        if (call instanceof SqlSelect || call instanceof SqlJoin) {
            SqlNode left = call instanceof SqlJoin join ? join.getLeft() : ((SqlSelect) call).getFrom();
            SqlNode right = call instanceof SqlJoin join ? join.getRight() : null;
            for (SqlNode operand : call.getOperandList()) {
                visit(operand, operand == left || operand == right);
            }
            return null;
        }
        if (call instanceof SqlWith with) {
            with(with);
            return null;
        }
        if (call.getKind() == SqlKind.EXPLICIT_TABLE) {
            visit(call.operand(0), true);
            return null;
        }
        statement(call);
        return super.visit(call);
    }

    private void with(SqlWith with) {
        Set<String> names = new HashSet<>();
        withs.push(names);
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            if (item.recursive.booleanValue()) {
                names.add(key(item.name.getSimple()));
            }
            item.query.accept(this);
            names.add(key(item.name.getSimple()));
        }
        with.body.accept(this);
        withs.pop();
    }

    /** @param relation whether it stands where a relation does */
    private void visit(SqlNode node, boolean relation) {
        if (node == null) {
            return;
        }
        if (relation && node instanceof SqlIdentifier name) {
            if (!name.isSimple() || withs.stream().noneMatch(names -> names.contains(key(name.getSimple())))) {
                there(name);
            }
        } else if (relation && OF_A_RELATION.contains(node.getKind())) {
            List<SqlNode> operands = ((SqlCall) node).getOperandList();
            for (int i = 0; i < operands.size(); i++) {
                visit(operands.get(i), i == 0);
            }
        } else {
            node.accept(this);
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** What a statement names besides what its queries read. */
    private void statement(SqlCall call) {
        if (call instanceof InsertStatement insert) {
            there(insert.target());
        } else if (call instanceof UpdateStatement update) {
            there(update.target());
        } else if (call instanceof DeleteStatement delete) {
            there(delete.target());
        } else if (call instanceof MergeStatement merge) {
            there(merge.target());
            if (merge.source() instanceof SqlIdentifier
                    || OF_A_RELATION.contains(merge.source().getKind())) {
                visit(merge.source(), true);
            }
        } else if (call instanceof Truncate truncate) {
            there(truncate.target());
        } else if (call instanceof ShowCreate show) {
            there(show.kind().orElse(ObjectKind.TABLE), show.name());
        } else if (call instanceof Describe describe) {
            there(describe.name());
        } else if (call instanceof ExplainRelation explain) {
            there(explain.name());
        } else if (call instanceof PrivilegesOn privileges && privileges.target() == PrivilegesOn.Target.OBJECT) {
            there(privileges.kind().orElse(ObjectKind.TABLE), privileges.object());
        } else if (call instanceof Statement statement) {
            DefinedNames.of(statement, this::made, this::there, this::column);
        }
    }

    private void column(SqlIdentifier name) {
        add(name, 2, false);
    }
}
