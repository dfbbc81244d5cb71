package io.millrace.session.statement;

import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.dstream.Query;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.SideStreams;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.CreateMode;
import io.millrace.sql.tree.Written;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What all CREATE statements have in common: IF NOT EXISTS, OR REPLACE, and that either everything is done or nothing.
 */
final class Creation {

    private final Services services;

    Creation(Services services) {
        this.services = services;
    }

    /**
     * Creates something.
     *
     * @param kind word for the new object, such as {@code stream}
     * @param prepare checks and opens it, against the version it will be added to
     */
    Outcome create(CreateMode mode, Written name, String kind, Function<Definitions.Version, Definition> prepare) {
        return services.definitions().exclusively(() -> {
            Definitions.Version current = services.definitions().current();
            RelationName relation = checkName(name);
            if (!current.exists(relation)) {
                return bring(current, current, prepare, Optional.empty());
            }
            if (mode.ifNotExists()) {
                return new Outcome.Updated(0, List.of("\"" + relation + "\" exists already and was left as it is"));
            }
            if (!mode.orReplace()) {
                throw At.error(
                        ErrorCode.RELATION_ALREADY_EXISTS,
                        name,
                        "\"" + relation + "\" exists already; write CREATE OR REPLACE or CREATE … IF NOT EXISTS");
            }
            checkReplaceable(current, relation, name, kind);
            return bring(current, current.without(relation), prepare, Optional.of(current.asCreated(relation)));
        });
    }

    private static RelationName checkName(Written name) {
        RelationName relation = At.relation(name);
        if (!relation.schema().equalsIgnoreCase(RelationName.PUBLIC)) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    name,
                    "there is no schema \"" + relation.schema() + "\" to create in; leave it out or write public");
        }
        if (SideStreams.isSideStream(relation)) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    name,
                    "names that end in $errors or $late belong to the streams of errors and late rows");
        }
        return relation;
    }

    private static void checkReplaceable(
            Definitions.Version current, RelationName relation, Written name, String kind) {
        String present = current.catalog().find(relation).map(Relation::kind).orElse("sink");
        if (!present.equals(kind)) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    name,
                    "\"" + relation + "\" is a " + present + " and cannot be replaced by a " + kind);
        }
        List<RelationName> dependents = current.dependents(relation);
        if (!dependents.isEmpty()) {
            throw At.error(
                    ErrorCode.DEPENDENTS_EXIST,
                    name,
                    "\"" + relation + "\" cannot be replaced because it is read by " + Definitions.listed(dependents)
                            + "; drop them first");
        }
    }

    private Outcome bring(
            Definitions.Version current,
            Definitions.Version base,
            Function<Definitions.Version, Definition> prepare,
            Optional<RelationName> replaced) {
        Definition definition = prepare.apply(base);
        try {
            Definitions.Version next = definition.addTo(base);
            replaced.ifPresent(old -> {
                services.definitions().publish(base);
                services.driver().drop(List.of(old.toString()));
            });
            definition.start(services.driver());
            services.definitions().publish(next);
        } catch (RuntimeException | Error e) {
            definition.abandon();
            replaced.ifPresent(old -> restore(current, old));
            throw e;
        }
        return new Outcome.Updated(0, definition.warnings());
    }

    /** Starts the query again that was stopped for one which failed to start; its rows are computed anew. */
    private void restore(Definitions.Version before, RelationName name) {
        before.query(name).filter(query -> query.output() != Query.Output.SINK).ifPresent(query -> {
            services.driver().startQuery(query, true, Optional.empty());
            services.definitions().publish(before);
        });
    }
}
