package io.millrace.session.statement.ddl;

import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.engine.history.DefinitionText;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.StandingSink;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.CreateSchema;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** CREATE SCHEMA: one more room for names of relations and sinks. */
public final class SchemaStatements {

    private static final int LONGEST_NAME = 128;

    private final Services services;
    private final Run run;

    public SchemaStatements(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    public Outcome create(CreateSchema statement) {
        Written written = Written.name(statement.name());
        RelationName name = At.schema(written);
        checkName(name, written);
        if (run.transaction().isPresent()) {
            throw At.error(
                    ErrorCode.TRANSACTION_STATE,
                    written,
                    "schemas cannot be created in a transaction; COMMIT or ROLLBACK first");
        }
        return services.definitions().exclusively(run.execution(), () -> {
            Definitions.Version current = services.definitions().current();
            boolean exists = current.catalog().schemas().stream().anyMatch(name.name()::equalsIgnoreCase);
            if (exists && statement.mode().ifNotExists()) {
                return new Outcome.Updated(0, List.of(name.title() + " exists already and was left as it is"));
            }
            if (exists) {
                throw At.error(
                        ErrorCode.RELATION_ALREADY_EXISTS,
                        written,
                        name.title() + " exists already; write CREATE SCHEMA IF NOT EXISTS");
            }
            checkDottedNames(current, name, written);
            DefinitionText text = run.order().text().orElseThrow();
            run.execution().settle();
            services.driver().define(text);
            services.definitions()
                    .publish(current.withSchema(name)
                            .withText(name, text)
                            .made(name, run.owner(), current.catalog().people()));
            return new Outcome.Updated(0, List.of());
        });
    }

    private static void checkName(RelationName name, Written written) {
        String text = name.name();
        if (text.isBlank()
                || text.length() > LONGEST_NAME
                || text.chars().anyMatch(c -> c == '$' || c == '.' || Character.isISOControl(c))) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    written,
                    "the name of a schema has at most " + LONGEST_NAME + " characters, and no dot and no $ in it");
        }
        if (text.equalsIgnoreCase(RelationName.CATALOG)) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    written,
                    "\"" + text + "\" is the name of the catalog; choose another");
        }
    }

    /** What is called {@code "s.t"} could not be told from {@code t} in {@code s} any more. */
    private void checkDottedNames(Definitions.Version current, RelationName schema, Written written) {
        String start = schema.name().toLowerCase(Locale.ROOT) + ".";
        Stream<RelationName> made = services.definitions().drafts().stream().map(draft -> draft.name());
        Stream<RelationName> there = Stream.concat(
                current.catalog().whole().relations().stream().map(Relation::name),
                current.sinks().values().stream().map(StandingSink::name));
        Stream.concat(made, there)
                .filter(name -> name.toString().toLowerCase(Locale.ROOT).startsWith(start))
                .findFirst()
                .ifPresent(name -> {
                    throw At.error(
                            ErrorCode.INVALID_DEFINITION,
                            written,
                            "there is " + name.title()
                                    + ", whose name begins so; choose another name, or drop that first");
                });
    }
}
