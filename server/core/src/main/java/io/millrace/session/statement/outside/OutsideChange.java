package io.millrace.session.statement.outside;

import io.millrace.catalog.Outside;
import io.millrace.catalog.RelationName;
import io.millrace.engine.history.DefinitionText;
import io.millrace.session.Outcome;
import io.millrace.session.Principal;
import io.millrace.session.definition.Definitions;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.CreateMode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One change of a connection or secret: written down, and then visible. What is open stays; who connects from then on sees it. */
final class OutsideChange {

    private static final int LONGEST_NAME = 128;

    private final Services services;
    private final Run run;
    private final RelationName name;
    private final Written written;

    OutsideChange(Services services, Run run, Statement statement, RelationName name, Written written) {
        this.services = services;
        this.run = run;
        this.name = name;
        this.written = written;
        if (run.transaction().isPresent()) {
            throw At.error(
                    ErrorCode.TRANSACTION_STATE,
                    Written.node(statement),
                    "connections and secrets cannot be changed in a transaction; COMMIT or ROLLBACK first");
        }
    }

    /** Whether it was made before: then it was allowed, and nothing of it is in the clear. */
    boolean isAgain() {
        return run.execution().principal().kind() == Principal.Kind.HISTORY;
    }

    /**
     * Makes something.
     *
     * @param text of a statement that makes it again, without anything in the clear
     * @param make checks it against a version of what is defined
     */
    <T extends Outside> Outcome create(
            CreateMode mode, Function<Definitions.Version, T> make, Function<T, String> text) {
        checkName();
        return services.definitions().exclusively(run.execution(), () -> {
            Definitions.Version current = services.definitions().current();
            boolean exists = current.exists(name);
            if (exists && mode.ifNotExists()) {
                return unchanged(name.title() + " exists already and was left as it is");
            }
            if (exists && !mode.orReplace()) {
                throw At.error(
                        ErrorCode.RELATION_ALREADY_EXISTS,
                        written,
                        name.title() + " exists already; write CREATE OR REPLACE or CREATE … IF NOT EXISTS");
            }
            return publish(current, make.apply(current), text);
        });
    }

    /** Changes something that is there. */
    <T extends Outside> Outcome alter(Function<Definitions.Version, T> make, Function<T, String> text) {
        return services.definitions().exclusively(run.execution(), () -> {
            Definitions.Version current = services.definitions().current();
            if (!current.exists(name)) {
                throw At.notFound(name, written, run.execution().principal().seen(current.catalog()));
            }
            return publish(current, make.apply(current), text);
        });
    }

    private <T extends Outside> Outcome publish(Definitions.Version current, T made, Function<T, String> text) {
        Optional<DefinitionText> before = Optional.ofNullable(current.texts().get(name));
        String sql = text.apply(made);
        DefinitionText definition = before.map(old -> old.replaced(sql, false))
                .orElseGet(() -> new DefinitionText(sql, run.settings().ofDefinitions(), run.owner()));
        run.execution().settle();
        services.driver().define(definition);
        Definitions.Version next = current.withOutside(made);
        services.definitions()
                .publish(
                        before.isPresent()
                                ? next.withOwnText(name, definition)
                                : next.withText(name, definition)
                                        .made(
                                                name,
                                                run.owner(),
                                                current.catalog().people()));
        return new Outcome.Updated(0, List.of());
    }

    private static Outcome unchanged(String notice) {
        return new Outcome.Updated(0, List.of(notice));
    }

    private void checkName() {
        String text = name.name();
        if (text.isBlank()
                || text.length() > LONGEST_NAME
                || text.chars().anyMatch(c -> c == '$' || Character.isISOControl(c))) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    written,
                    "the name of a connection or secret has at most " + LONGEST_NAME + " characters, and no $ in it");
        }
    }
}
