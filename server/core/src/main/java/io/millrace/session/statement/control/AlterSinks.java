package io.millrace.session.statement.control;

import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.engine.delivery.Delivery;
import io.millrace.engine.query.QueryReport;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.StandingSink;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.StatementFailures;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.control.Resume;
import io.millrace.sql.tree.control.Retry;
import io.millrace.sql.tree.control.SkipBatch;
import io.millrace.sql.tree.control.Suspend;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** ALTER SINK … SUSPEND, RESUME, RETRY and SKIP BATCH: what to do about a sink that does not deliver. */
public final class AlterSinks {

    private final Services services;

    public AlterSinks(Services services) {
        this.services = services;
    }

    public Outcome suspend(Suspend statement) {
        Written name = Written.name(statement.name());
        return alter(statement, statement.kind(), "SUSPEND", name, delivery -> located(name, delivery::suspend));
    }

    public Outcome resume(Resume statement) {
        Written name = Written.name(statement.name());
        return alter(statement, statement.kind(), "RESUME", name, delivery -> {
            checkQuery(delivery.name(), name);
            located(name, delivery::resume);
        });
    }

    public Outcome retry(Retry statement) {
        Written name = Written.name(statement.name());
        return alter(statement, statement.kind(), "RETRY", name, delivery -> {
            checkQuery(delivery.name(), name);
            located(name, delivery::retry);
        });
    }

    public Outcome skip(SkipBatch statement) {
        Written batch = Written.node(statement.batch());
        if (!batch.text().matches("\\d{1,18}")) {
            throw At.error(ErrorCode.INVALID_ARGUMENT, batch, "the id of a batch is a whole number");
        }
        return alter(
                statement,
                statement.kind(),
                "SKIP BATCH",
                Written.name(statement.name()),
                delivery -> located(batch, () -> delivery.skip(Long.parseLong(batch.text()))));
    }

    private Outcome alter(Statement statement, ObjectKind kind, String what, Written name, Consumer<Delivery> change) {
        if (kind != ObjectKind.SINK) {
            throw At.unsupported(
                    statement,
                    "ALTER " + kind.sql() + " … " + what + " is not supported; there is ALTER SINK … " + what);
        }
        change.accept(delivery(name));
        return new Outcome.Updated(0, List.of());
    }

    private Delivery delivery(Written written) {
        Definitions.Version current = services.definitions().current();
        RelationName name = At.relation(written);
        Optional<StandingSink> sink = current.sink(name);
        if (sink.isEmpty()) {
            Optional<Relation> relation = current.catalog().find(name);
            throw relation.isPresent()
                    ? At.error(
                            ErrorCode.RELATION_WRONG_KIND,
                            written,
                            "\"" + name + "\" is a " + relation.get().kind() + ", not a sink")
                    : At.error(
                            ErrorCode.RELATION_NOT_FOUND,
                            written,
                            "there is no sink \"" + name + "\"; SHOW SINKS lists all");
        }
        return services.driver()
                .deliveries()
                .find(sink.get().name().toString())
                .orElseThrow(() ->
                        At.error(ErrorCode.RELATION_NOT_FOUND, written, "the sink \"" + name + "\" is being dropped"));
    }

    /** Rows that a failed query does not give cannot be delivered. */
    private void checkQuery(String sink, Written place) {
        services.driver().queries().stream()
                .filter(query -> query.name().equals(sink) && query.status() == QueryReport.Status.FAILED)
                .findFirst()
                .ifPresent(query -> {
                    throw At.error(
                            ErrorCode.QUERY_FAILED,
                            place,
                            "the query of the sink has failed: "
                                    + query.failure().orElse("internal error")
                                    + "; drop the sink and create it again");
                });
    }

    static void located(Written place, Runnable change) {
        try {
            change.run();
        } catch (MillraceException e) {
            throw StatementFailures.at(At.position(place), e);
        }
    }
}
