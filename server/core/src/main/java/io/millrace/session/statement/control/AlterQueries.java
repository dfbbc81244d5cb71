package io.millrace.session.statement.control;

import io.millrace.catalog.Feed;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.catalog.ViewRelation;
import io.millrace.engine.driver.Driver;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.SideStreams;
import io.millrace.session.running.Execution;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.control.Resume;
import io.millrace.sql.tree.control.Suspend;
import java.util.List;
import java.util.Locale;

/**
 * ALTER STREAM, TABLE and MATERIALIZED VIEW … SUSPEND and RESUME: what stops a source from being read or a query from running, and lets
 * it go on.
 */
public final class AlterQueries {

    private final Services services;
    private final Execution execution;

    public AlterQueries(Services services, Run run) {
        this.services = services;
        this.execution = run.execution();
    }

    public Outcome suspend(Suspend statement) {
        Written name = Written.name(statement.name());
        Relation relation = relation(statement, statement.kind(), name, "SUSPEND");
        Driver driver = services.driver();
        String known = relation.name().toString();
        AlterSinks.located(name, () -> {
            if (feed(relation) == Feed.QUERY) {
                driver.suspendQuery(known);
            } else {
                driver.suspendInput(known);
            }
        });
        return new Outcome.Updated(0, List.of());
    }

    public Outcome resume(Resume statement) {
        Written name = Written.name(statement.name());
        Relation relation = relation(statement, statement.kind(), name, "RESUME");
        Driver driver = services.driver();
        String known = relation.name().toString();
        AlterSinks.located(name, () -> {
            if (feed(relation) == Feed.QUERY) {
                driver.resumeQuery(known, execution);
            } else {
                driver.resumeInput(known);
            }
        });
        return new Outcome.Updated(0, List.of());
    }

    private Relation relation(Statement statement, ObjectKind kind, Written written, String what) {
        switch (kind) {
            case STREAM, TABLE, MATERIALIZED_VIEW -> {}
            default -> throw At.unsupported(statement, "ALTER " + kind.sql() + " … " + what + " is not supported");
        }
        Definitions.Version current = services.definitions().current();
        RelationName name = At.relation(written);
        Relation relation = current.catalog()
                .find(name)
                .orElseThrow(() -> At.error(
                        ErrorCode.RELATION_NOT_FOUND,
                        written,
                        current.sink(name).isPresent()
                                ? "\"" + name + "\" is a sink; write ALTER SINK " + name + " " + what
                                : current.catalog().notFound(name.toString())));
        if (!relation.kind().equals(kind.sql().toLowerCase(Locale.ROOT))) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    written,
                    "\"" + name + "\" is a " + relation.kind() + ", not a "
                            + kind.sql().toLowerCase(Locale.ROOT));
        }
        if (SideStreams.isSideStream(name) || feed(relation) == Feed.INSERT) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    written,
                    "\"" + name + "\" has no source that could be stopped: its rows come "
                            + (SideStreams.isSideStream(name) ? "from the server" : "by INSERT"));
        }
        return relation;
    }

    private static Feed feed(Relation relation) {
        if (relation instanceof StreamRelation stream) {
            return stream.feed();
        }
        if (relation instanceof TableRelation table) {
            return table.feed();
        }
        return relation instanceof ViewRelation ? Feed.QUERY : Feed.INSERT;
    }
}
