package io.millrace.planner.syntax;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * {@code v.name} and {@code t.v.name} of a VARIANT column, which Calcite takes for a table or a field: the same with brackets. VARIANTs are
 * told by their names, which are those of columns of the relations that are read, and those that a query gives to what UNNEST and paths give; a
 * relation or alias of the same name comes first.
 */
public final class DottedPaths {

    /** What makes a VARIANT of a text. */
    private static final Set<String> MAKERS = Set.of("PARSE_JSON", "TRY_PARSE_JSON", "VARIANTNULL");

    private final Catalog catalog;
    private final Set<String> variants = new HashSet<>();
    private final Set<String> relations = new HashSet<>();
    private final Set<SqlNode> sources = Collections.newSetFromMap(new IdentityHashMap<>());

    private DottedPaths(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The same query with brackets. */
    public static SqlNode inBrackets(SqlNode query, Catalog catalog) {
        DottedPaths paths = new DottedPaths(catalog);
        query.accept(paths.new Names());
        return paths.variants.isEmpty() ? query : query.accept(paths.new Brackets());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Looks for the names of relations and of VARIANTs. */
    private final class Names extends SqlBasicVisitor<Void> {
        @Override
        public Void visit(SqlCall call) {
            if (call instanceof SqlSelect select && select.getFrom() != null) {
                source(select.getFrom());
            } else if (call.getKind() == SqlKind.AS) {
                alias(call);
            }
            return super.visit(call);
        }

        private void source(SqlNode from) {
            if (from instanceof SqlIdentifier name) {
                sources.add(name);
                relations.add(key(name.names.get(name.names.size() - 1)));
                relation(name)
                        .ifPresent(relation -> relation.rowType().fields().stream()
                                .filter(field -> field.type() == Type.VARIANT)
                                .map(Field::name)
                                .forEach(column -> variants.add(key(column))));
            } else if (from.getKind() == SqlKind.AS) {
                source(((SqlCall) from).operand(0));
                relations.add(key(((SqlIdentifier) ((SqlCall) from).operand(1)).getSimple()));
            } else if (from instanceof SqlCall call && !from.isA(SqlKind.QUERY)) {
                call.getOperandList().stream()
                        .filter(operand -> operand instanceof SqlCall || operand instanceof SqlIdentifier)
                        .forEach(this::source);
            }
        }

        /** The names that the columns of VALUES have, of which a row is given. */
        private void columns(SqlCall as, SqlCall row) {
            for (int i = 0; i + 2 < as.operandCount() && i < row.operandCount(); i++) {
                if (isVariant(row.operand(i))) {
                    variants.add(key(((SqlIdentifier) as.operand(i + 2)).getSimple()));
                }
            }
        }

        private void alias(SqlCall as) {
            SqlNode of = as.operand(0);
            if (isVariant(of) && as.operand(1) instanceof SqlIdentifier name) {
                variants.add(key(name.getSimple()));
            }
            if (of.getKind() == SqlKind.VALUES) {
                ((SqlCall) of).getOperandList().forEach(row -> columns(as, (SqlCall) row));
            }
            boolean unnested = of.getKind() == SqlKind.UNNEST
                    || of.getKind() == SqlKind.LATERAL
                            && ((SqlCall) of).operand(0).getKind() == SqlKind.UNNEST;
            for (int i = 2; unnested && i < as.operandCount(); i++) {
                variants.add(key(((SqlIdentifier) as.operand(i)).getSimple()));
            }
        }
    }

    /** Whether an expression says of itself that it gives a VARIANT, or a path does that may lead into one. */
    private static boolean isVariant(SqlNode value) {
        if (value.getKind() == SqlKind.CAST && ((SqlCall) value).operand(1) instanceof SqlDataTypeSpec type) {
            return type.getTypeName().getSimple().equalsIgnoreCase(SqlTypeName.VARIANT.getName());
        }
        return value.getKind() == SqlKind.ITEM
                || value instanceof SqlCall call
                        && MAKERS.contains(call.getOperator().getName().toUpperCase(Locale.ROOT));
    }

    private Optional<Relation> relation(SqlIdentifier name) {
        int size = name.names.size();
        return catalog.find(
                size == 1
                        ? RelationName.of(name.names.get(0))
                        : new RelationName(name.names.get(size - 2), name.names.get(size - 1)));
    }

    private final class Brackets extends SqlShuttle {
        @Override
        public SqlNode visit(SqlIdentifier name) {
            if (name.names.size() < 2 || name.isStar() || sources.contains(name)) {
                return name;
            }
            int column = relations.contains(key(name.names.get(0))) ? 1 : 0;
            if (column + 1 >= name.names.size() || !variants.contains(key(name.names.get(column)))) {
                return name;
            }
            SqlNode path = name.getComponent(0, column + 1);
            for (int i = column + 1; i < name.names.size(); i++) {
                path = SqlStdOperatorTable.ITEM.createCall(
                        name.getParserPosition(),
                        path,
                        SqlLiteral.createCharString(name.names.get(i), name.getComponentParserPosition(i)));
            }
            return path;
        }
    }
}
