package io.millrace.session.statement.ddl;

import io.millrace.catalog.Comment;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.engine.driver.Landings;
import io.millrace.engine.history.DefinitionText;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.SideStreams;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.transaction.Landing;
import io.millrace.session.transaction.Transaction;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.Names;
import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.CommentOn;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** COMMENT ON: what is said of a relation, sink, function, schema or column goes with it. */
public final class Comments {

    private final Services services;
    private final Run run;

    public Comments(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    public Outcome comment(CommentOn statement) {
        statement.kind().ifPresent(kind -> {
            switch (kind) {
                case STREAM, TABLE, VIEW, MATERIALIZED_VIEW, SINK, FUNCTION, SCHEMA -> {}
                case CONNECTION, SECRET, SUBSCRIPTION, USER, ROLE ->
                    throw At.unsupported(statement, "COMMENT ON " + kind.sql() + " is not supported");
            }
        });
        String text =
                statement.text().map(literal -> Written.node(literal).text()).orElse("");
        if (run.transaction().isPresent()) {
            Transaction transaction = run.transaction().get();
            return transaction
                    .landing()
                    .map(landing -> land(landing, statement, text))
                    .orElseGet(() -> check(transaction, statement, text));
        }
        return services.definitions().exclusively(run.execution(), () -> {
            Definitions.Version current = services.definitions().current();
            Comment comment = comment(statement, current, text);
            run.execution().settle();
            run.order().text().ifPresent(services.driver()::define);
            services.definitions()
                    .publish(current.withComment(comment, run.order().text()));
            return new Outcome.Updated(0, List.of());
        });
    }

    private static Comment comment(CommentOn statement, Definitions.Version current, String text) {
        return new Comment(
                statement.kind().isPresent()
                        ? whole(statement, current, statement.kind().get())
                        : column(statement, current),
                text);
    }

    /** Checks the comment of a transaction: on what is there it comes with what is altered. */
    private Outcome check(Transaction transaction, CommentOn statement, String text) {
        Comment comment = comment(statement, transaction.defined(), text);
        if (transaction.makes(comment.subject().name())) {
            transaction.describe(version -> version.withComment(comment, Optional.empty()));
        } else {
            transaction.alter(version -> altered(version, statement, text));
        }
        return new Outcome.Updated(0, List.of());
    }

    private Landing.Altered altered(Definitions.Version version, CommentOn statement, String text) {
        Comment comment = comment(statement, version, text);
        Optional<DefinitionText> order = run.order().text();
        return new Landing.Altered(
                comment.subject().name(),
                version.withComment(comment, order),
                new Landings.Alteration(order.orElseThrow(), Optional.empty()),
                () -> {});
    }

    private Outcome land(Landing landing, CommentOn statement, String text) {
        Comment comment = comment(statement, landing.over(services.definitions().settled()), text);
        RelationName name = comment.subject().name();
        if (landing.isThere(name)) {
            return new Outcome.Updated(0, List.of());
        }
        if (landing.makes(name)) {
            Optional<DefinitionText> order = run.order().text();
            order.ifPresent(services.driver()::define);
            landing.made(version -> version.withComment(comment, order));
        } else {
            landing.alter(run.parsed().text(), version -> altered(version, statement, text));
        }
        return new Outcome.Updated(0, List.of());
    }

    private static Comment.Subject whole(CommentOn statement, Definitions.Version current, ObjectKind kind) {
        Written written = Written.name(statement.name());
        RelationName name = kind == ObjectKind.FUNCTION || kind == ObjectKind.SCHEMA
                ? At.named(kind, written)
                : At.relation(written);
        check(current, name, written);
        String wanted = kind.sql().toLowerCase(Locale.ROOT);
        if (!current.kind(name).equals(wanted)) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    written,
                    "\"" + name + "\" is a " + current.kind(name) + "; write COMMENT ON "
                            + current.kind(name).toUpperCase(Locale.ROOT) + " " + name);
        }
        return new Comment.Subject(current.asCreated(name), "");
    }

    private static Comment.Subject column(CommentOn statement, Definitions.Version current) {
        Written written = Written.name(statement.name());
        List<String> parts = written.parts();
        if (parts.size() < 2) {
            throw At.error(
                    ErrorCode.COLUMN_NOT_FOUND, written, "write the relation of the column too: relation.column");
        }
        RelationName name =
                At.relation(new Written(parts.subList(0, parts.size() - 1), written.line(), written.column()));
        check(current, name, written);
        Relation relation = current.catalog()
                .find(name)
                .orElseThrow(() -> At.error(
                        ErrorCode.RELATION_WRONG_KIND, written, "\"" + name + "\" is a sink and has no columns"));
        String column = parts.get(parts.size() - 1);
        int index = relation.rowType().indexOf(column).orElseThrow(() -> {
            List<String> columns = relation.rowType().fields().stream()
                    .map(field -> field.name())
                    .toList();
            return At.error(
                    ErrorCode.COLUMN_NOT_FOUND,
                    written,
                    "column \"" + column + "\" not found in " + relation.kind() + " \"" + relation.name() + "\""
                            + Names.nearest(column, columns)
                                    .map(nearest -> "; did you mean \"" + nearest + "\"?")
                                    .orElse(""));
        });
        return new Comment.Subject(
                relation.name(), relation.rowType().field(index).name());
    }

    private static void check(Definitions.Version current, RelationName name, Written written) {
        if (!current.exists(name)) {
            throw At.notFound(name, written, current.catalog());
        }
        boolean own = current.catalog()
                .find(name)
                .filter(relation -> relation.sql().isEmpty())
                .isPresent();
        if (own || SideStreams.isSideStream(name)) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    written,
                    "\"" + name + "\" belongs to the server, which says itself what it is");
        }
    }
}
