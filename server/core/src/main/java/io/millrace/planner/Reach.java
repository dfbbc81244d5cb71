package io.millrace.planner;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.Right;
import io.millrace.catalog.StreamRelation;
import io.millrace.planner.function.UserOperators;
import io.millrace.planner.types.MillraceTypeFactory;
import io.millrace.planner.validation.CatalogSchemas;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * What the names in one text mean, and who may read that: the author of a statement, or the owner of a view or function that it names.
 *
 * @param named those that the text was found to name itself
 */
record Reach(Catalog catalog, CalciteCatalogReader reader, UserOperators operators, Set<RelationName> named) {

    Reach(Catalog catalog, CalciteCatalogReader reader, UserOperators operators) {
        this(catalog, reader, operators, new LinkedHashSet<>());
    }

    /** The same text, in which one more name has a meaning. */
    Reach with(Relation relation, MillraceTypeFactory types, CatalogSchemas.Use use) {
        Catalog wider = catalog.with(relation);
        return new Reach(wider, CatalogSchemas.reader(wider, types, use), operators, named);
    }

    /** Fails when the text names what must not be read or called. */
    void refuseDenied(SqlNode text) {
        if (catalog.rights().isAll()) {
            return;
        }
        for (RelationName name : named) {
            Right right = name.isFunction() ? Right.EXECUTE : Right.SELECT;
            boolean there = catalog.whole().named(name).isPresent();
            if (there && !catalog.rights().may(right, name)) {
                throw ValidationFailure.at(
                        ErrorCode.ACCESS_DENIED,
                        place(text, name),
                        catalog.user() + " may not " + right + " " + name.title());
            }
            if (there && !mayReadShown(name)) {
                throw ValidationFailure.at(
                        ErrorCode.ACCESS_DENIED,
                        place(text, name),
                        catalog.user() + " may not SELECT " + name.title() + ", which shows rows of all that \""
                                + name.main() + "\" reads; that needs SELECT on each of these");
            }
        }
    }

    /** Whether the reader may read that of which a side stream shows rows: what the query reads to which it belongs. */
    private boolean mayReadShown(RelationName name) {
        return !name.isSide()
                || !(catalog.whole().find(name).orElse(null) instanceof StreamRelation side)
                || side.reads().scanned().stream()
                        .allMatch(shown -> catalog.rights().may(Right.SELECT, shown) && mayReadShown(shown));
    }

    private static SqlNode place(SqlNode text, RelationName name) {
        SqlNode[] found = {text};
        text.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier identifier) {
                return found(identifier, identifier);
            }

            @Override
            public Void visit(SqlCall call) {
                boolean same = name.isFunction() && call.getOperator().getName().equalsIgnoreCase(name.name());
                return same ? found(call, call) : super.visit(call);
            }

            private Void found(SqlNode node, SqlNode named) {
                boolean same = !(named instanceof SqlIdentifier identifier)
                        || identifier.names.get(identifier.names.size() - 1).equalsIgnoreCase(name.name());
                if (same && found[0] == text) {
                    found[0] = node;
                }
                return null;
            }
        });
        return found[0];
    }

    /**
     * What went wrong in the text of a view or function, which was right when it was made.
     *
     * @return that its owner may not read any more what it reads, where that can be the reason
     */
    RuntimeException failure(RuntimeException reason, RelationName definition) {
        boolean passes = reason instanceof MillraceException known
                && (known.code() == ErrorCode.QUERY_CANCELLED
                        || known.code() == ErrorCode.MEMORY_EXCEEDED
                        || known.code() == ErrorCode.LIMIT_EXCEEDED);
        return catalog.rights().isAll() || passes
                ? reason
                : new MillraceException(
                        ErrorCode.ACCESS_DENIED,
                        definition.title() + " cannot be read: its owner, " + catalog.user()
                                + ", may not read any more what it reads",
                        reason);
    }
}
