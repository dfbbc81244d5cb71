package io.millrace.session.statement.people;

import io.millrace.catalog.People;
import io.millrace.engine.history.DefinitionText;
import io.millrace.session.Outcome;
import io.millrace.session.Principal;
import io.millrace.session.definition.Definitions;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import java.util.List;
import java.util.function.UnaryOperator;

/** One change of who there is or who may do what: written down, and then visible. */
final class PeopleChange {

    private final Services services;
    private final Run run;
    private final Written place;

    PeopleChange(Services services, Run run, Statement statement) {
        this.services = services;
        this.run = run;
        this.place = Written.node(statement);
        if (run.transaction().isPresent()) {
            throw At.error(
                    ErrorCode.TRANSACTION_STATE,
                    place,
                    "users, roles and what they may do cannot be changed in a transaction; COMMIT or ROLLBACK first");
        }
    }

    /** A user or role that there is. */
    static People checkPerson(Definitions.Version version, Written name) {
        People people = version.catalog().people();
        if (people.find(name.text()).isEmpty()) {
            throw At.error(ErrorCode.PERSON_NOT_FOUND, name, "there is no user or role \"" + name.text() + "\"");
        }
        return people;
    }

    /**
     * Makes the change.
     *
     * @param text of a statement that makes it again, without secrets
     * @param change finds out what becomes of a version; fails when that must not be
     */
    Outcome make(String text, UnaryOperator<Definitions.Version> change) {
        return services.definitions().exclusively(run.execution(), () -> {
            Definitions.Version current = services.definitions().current();
            Definitions.Version next = change.apply(current);
            checkAdministrator(current.catalog().people(), next.catalog().people());
            run.execution().settle();
            services.driver().define(new DefinitionText(text, run.settings().ofDefinitions()));
            services.definitions().publish(next);
            stopThoseWhoMayLess(current.catalog().people(), next.catalog().people());
            return unchanged(List.of());
        });
    }

    /** Whether it was made before: then it was allowed. */
    boolean isAgain() {
        return run.execution().principal().kind() == Principal.Kind.HISTORY;
    }

    static Outcome unchanged(List<String> notices) {
        return new Outcome.Updated(0, notices);
    }

    private void checkAdministrator(People before, People after) {
        boolean opened = after.isOpen() && before.isOpen();
        if (!isAgain() && !opened && !after.hasAdministrator()) {
            throw At.error(
                    ErrorCode.INVALID_GRANT,
                    place,
                    before.hasAdministrator()
                            ? "nobody would be an administrator any more; GRANT ADMIN ON SERVER TO another user first"
                            : "nobody would be an administrator");
        }
    }

    /** What goes on was allowed when it began; when somebody may do less, also the owner of a view, it has to be asked for again. */
    private void stopThoseWhoMayLess(People before, People after) {
        boolean less = (before.isOpen() && !after.isOpen())
                || before.persons().stream()
                        .anyMatch(person ->
                                after.rights(person.name()).isLessThan(before.rights(person.name()), name -> true));
        if (less) {
            services.executions()
                    .cancelFollowersOf(
                            principal -> !principal.rights(after).isAll(),
                            new MillraceException(
                                    ErrorCode.ACCESS_DENIED, "who may do what was changed; run the statement again"));
        }
    }
}
