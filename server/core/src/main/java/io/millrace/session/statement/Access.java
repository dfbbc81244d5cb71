package io.millrace.session.statement;

import io.millrace.catalog.RelationName;
import io.millrace.catalog.Right;
import io.millrace.catalog.Rights;
import io.millrace.session.Principal;
import io.millrace.session.definition.Definitions;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import java.util.List;
import java.util.Locale;

/**
 * What the principal of a statement may do to what is defined. Who may not see something is told that it is not there.
 *
 * <p>What queries read is checked where their names are resolved, by the planner.
 */
public final class Access {

    private final Principal principal;
    private final Definitions.Version version;
    private final Rights rights;

    public Access(Principal principal, Definitions.Version version) {
        this.principal = principal;
        this.version = version;
        this.rights = principal.rights(version.catalog().people());
    }

    public Principal principal() {
        return principal;
    }

    public Rights rights() {
        return rights;
    }

    public Definitions.Version version() {
        return version;
    }

    /** Whether something is there, as far as the principal may know. */
    public boolean sees(RelationName name) {
        return rights.sees(name) && version.exists(name);
    }

    /** Names as text for a message; of those that may not be seen only that there are some. */
    public String listed(List<RelationName> names) {
        List<RelationName> seen = names.stream().filter(rights::sees).toList();
        if (seen.size() == names.size()) {
            return Definitions.listed(names);
        }
        return seen.isEmpty() ? "something that you may not see" : Definitions.listed(seen) + " and others";
    }

    /** Fails unless something may be done to a relation, sink or function. */
    public void check(Right right, RelationName name, Written written) {
        if (!rights.may(right, name)) {
            checkSeen(name, written);
            throw denied(written, "may not " + right + " " + name.title());
        }
    }

    /** Fails unless something is there and may be seen. */
    public void checkSeen(RelationName name, Written written) {
        if (!rights.isAll() && !sees(name)) {
            throw notFound(name, written);
        }
    }

    private MillraceException notFound(RelationName name, Written written) {
        return At.notFound(name, written, principal.seen(version.catalog()));
    }

    /** Fails unless the principal may do something to the server or its schema. */
    public void check(Right right, Statement statement) {
        check(right, statement, right + " on the " + right.scope().name().toLowerCase(Locale.ROOT));
    }

    /** @param what the privilege that is needed, for the message */
    private void check(Right right, Statement statement, String what) {
        if (!rights.may(right)) {
            throw denied(Written.node(statement), "needs the privilege " + what + " for that");
        }
    }

    /** Fails unless something of that name may be made. */
    public void checkCreate(RelationName name, Written written, boolean orReplace) {
        if (!rights.mayMake(name)) {
            throw denied(
                    written,
                    "needs the privilege CREATE on the " + (name.isSchema() ? "server" : "schema") + " for that");
        }
        if (orReplace && version.exists(name) && !rights.owns(name)) {
            throw denied(written, "may not replace " + name.title() + ", which belongs to somebody else");
        }
    }

    /** Fails unless the principal may say who may do what with something. */
    public void checkOwner(RelationName name, Written written) {
        if (!rights.owns(name)) {
            checkSeen(name, written);
            throw denied(written, "may not do that with " + name.title() + ", which belongs to somebody else");
        }
    }

    public MillraceException denied(Written place, String fact) {
        return At.error(
                ErrorCode.ACCESS_DENIED,
                place,
                principal.kind() == Principal.Kind.ANYBODY
                        ? "this server has users now; connect with a user name and a password"
                        : principal.name() + " " + fact);
    }
}
