package io.millrace.session.statement.ddl;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import io.millrace.session.Principal;
import io.millrace.session.SentRows;
import io.millrace.session.definition.SideStreams;
import io.millrace.session.statement.At;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Written;

/** Names that something may be given. */
final class NewName {

    private NewName() {}

    /** The name of something that is to be, if it may be called so. */
    static RelationName check(Written name, Principal principal, Catalog catalog) {
        RelationName relation = At.relation(name);
        if (relation.isProvided()) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    name,
                    "the schema \"" + relation.schema() + "\" belongs to the server; create it in another");
        }
        if (catalog.whole().schemaOfUsers(relation.schema()).isEmpty()) {
            throw At.notFound(relation.ofSchema(), name, principal.seen(catalog));
        }
        boolean dotted = relation.schema().equalsIgnoreCase(RelationName.PUBLIC)
                && !catalog.name(relation.toString()).equals(relation);
        if (relation.isAmbiguous() || dotted) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    name,
                    "a name that begins with a schema and a dot would be taken for one in that schema; choose another");
        }
        if (SideStreams.isReserved(relation)) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    name,
                    "names that end in $errors, $late or $next belong to the server; choose another");
        }
        if (SentRows.isTableOfKeys(relation.toString()) && !principal.isServer()) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    name,
                    "the name " + SentRows.KEYS + " belongs to the server; choose another");
        }
        return relation;
    }
}
