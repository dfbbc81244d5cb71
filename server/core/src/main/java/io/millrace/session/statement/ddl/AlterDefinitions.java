package io.millrace.session.statement.ddl;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Comment;
import io.millrace.catalog.Feed;
import io.millrace.catalog.People;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.catalog.ViewRelation;
import io.millrace.engine.driver.Reshaping;
import io.millrace.engine.history.DefinitionText;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.Draft;
import io.millrace.session.definition.SideStreams;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import io.millrace.sql.parser.DefinitionEdit;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.AddColumn;
import io.millrace.sql.tree.ddl.DropColumn;
import io.millrace.sql.tree.ddl.Rename;
import io.millrace.sql.tree.ddl.RenameColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * ALTER … RENAME, ADD COLUMN and DROP COLUMN: what was created is created again by a text that is changed, and takes over the rows. What reads it goes on,
 * if it is still what its text says.
 */
public final class AlterDefinitions {

    private final Services services;
    private final Run run;

    public AlterDefinitions(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    public Outcome rename(Rename statement) {
        Written written = Written.name(statement.name());
        Written to = Written.name(statement.to());
        return services.definitions().exclusively(run.execution(), () -> {
            Relation relation = alterable(statement.kind(), written, "RENAME TO");
            refuseReaders(relation, written, "RENAME TO");
            RelationName other = Creation.checkName(to);
            boolean same = other.equals(relation.name());
            if (!same && services.definitions().current().exists(other)) {
                throw At.error(ErrorCode.RELATION_ALREADY_EXISTS, to, other.title() + " exists already");
            }
            boolean made = services.definitions().drafts().stream()
                    .anyMatch(draft -> draft.name().equals(other));
            if (made) {
                throw At.error(
                        ErrorCode.RELATION_ALREADY_EXISTS, to, other.title() + " is being made by another statement");
            }
            String text = DefinitionEdit.renamed(textOf(relation).text(), other.name());
            if (relation instanceof ViewRelation view) {
                renameView(view, other, text);
            } else {
                alter(relation, written, text, Reshaping.NONE);
            }
            return new Outcome.Updated(0, List.of());
        });
    }

    private void renameView(ViewRelation view, RelationName other, String text) {
        ViewRelation renamed = new ViewRelation(
                other,
                false,
                view.rowType(),
                view.key(),
                view.appendOnly(),
                view.eventTimeColumns(),
                view.query(),
                text,
                view.reads());
        DefinitionText known = textOf(view);
        run.execution().settle();
        run.order().text().ifPresent(services.driver()::define);
        services.definitions()
                .publish(services.definitions()
                        .current()
                        .without(view.name())
                        .withRelation(renamed)
                        .withPeople(people().renamed(view.name(), other))
                        .withText(other, known.replaced(text, true)));
    }

    public Outcome renameColumn(RenameColumn statement) {
        Written written = Written.name(statement.name());
        Written column = Written.name(statement.column());
        Written to = Written.name(statement.to());
        return services.definitions().exclusively(run.execution(), () -> {
            Relation relation = withColumns(statement.kind(), written, "RENAME COLUMN");
            int index = column(relation, column);
            boolean taken = relation.rowType().indexOf(to.text()).stream().anyMatch(other -> other != index);
            if (taken) {
                throw At.error(ErrorCode.COLUMN_ALREADY_EXISTS, to, "column \"" + to.text() + "\" exists already");
            }
            refuseComment(relation, column);
            String text = DefinitionEdit.columnRenamed(textOf(relation).text(), column.text(), to.text());
            alter(relation, written, text, Reshaping.NONE);
            return new Outcome.Updated(0, List.of());
        });
    }

    public Outcome addColumn(AddColumn statement) {
        Written written = Written.name(statement.name());
        return services.definitions().exclusively(run.execution(), () -> {
            TableRelation table = table(statement.kind(), written, "ADD COLUMN");
            AddedColumn added = new AddedColumn(services, run, statement);
            added.check(table);
            String text = DefinitionEdit.columnAdded(textOf(table).text(), added.text());
            UnaryOperator<Page> values = added.values(services.definitions().catalog());
            alter(table, written, text, new Reshaping(values, IntUnaryOperator.identity()));
            return new Outcome.Updated(0, List.of());
        });
    }

    public Outcome dropColumn(DropColumn statement) {
        Written written = Written.name(statement.name());
        Written column = Written.name(statement.column());
        return services.definitions().exclusively(run.execution(), () -> {
            TableRelation table = table(statement.kind(), written, "DROP COLUMN");
            int index = column(table, column);
            if (!table.columns().get(index).isPhysical()) {
                throw At.unsupported(statement, "DROP COLUMN of a computed column is not supported" + remedy(table));
            }
            String text = DefinitionEdit.columnDropped(textOf(table).text(), column.text())
                    .orElseThrow(() -> At.error(
                            ErrorCode.DEPENDENTS_EXIST,
                            column,
                            "column \"" + column.text() + "\" is the only one, or a key, CHECK, UNIQUE, watermark or"
                                    + " computed column of \"" + table.name() + "\" needs it"));
            int[] others = IntStream.range(0, table.rowType().size())
                    .filter(other -> other != index)
                    .toArray();
            alter(
                    table,
                    written,
                    text,
                    new Reshaping(page -> page.project(others), place -> place > index ? place - 1 : place));
            return new Outcome.Updated(0, List.of());
        });
    }

    /** Puts what a text creates in the place of what was created, with rows as they shall be. */
    private void alter(Relation relation, Written place, String text, Reshaping shape) {
        Definitions.Version current = services.definitions().current();
        DefinitionText known = textOf(relation);
        InputToCreate altered =
                declared(place, text, current.without(relation.name()).catalog());
        RelationName name = altered.relation().name();
        boolean renamed = !name.equals(relation.name());
        Definitions.Version next = renamed
                ? altered.addTo(current.without(relation.name())).withPeople(people().renamed(relation.name(), name))
                : current.reshaped(name, altered::addTo);
        List<Follower> followers =
                renamed ? List.of() : Followers.ofReshaped(services, run, name, next, shape.columns(), place);
        Map<RelationName, DefinitionText> texts = new LinkedHashMap<>();
        texts.put(name, known.replaced(text, false));
        for (Follower follower : followers) {
            if (follower.definition().isPresent()) {
                next = next.reshaped(follower.name(), follower.definition().get()::addTo);
            }
            texts.put(follower.name(), follower.textOfNow());
        }
        run.execution().settle();
        String old = relation.name().toString();
        services.definitions()
                .switchTo(
                        next.withTextsLast(texts),
                        visible -> services.driver()
                                .reshape(
                                        old, altered.input(), shape, run.order().text(), () -> {
                                            cancelFollowers(relation.name());
                                            followers.stream()
                                                    .filter(follower -> follower.definition()
                                                            .isPresent())
                                                    .forEach(follower -> cancelFollowers(follower.name()));
                                            visible.run();
                                        }));
    }

    private People people() {
        return services.definitions().catalog().people();
    }

    private void cancelFollowers(RelationName name) {
        services.executions().cancelFollowers(name.toString(), changed(name));
    }

    private InputToCreate declared(Written place, String text, Catalog catalog) {
        try {
            ParsedStatement parsed = SqlParsing.parseStatement(text);
            return new CreateInputs(services, run.with(parsed)).declare(parsed.statement(), catalog);
        } catch (MillraceException e) {
            throw At.error(e.code(), place, e.getMessage());
        }
    }

    private static MillraceException changed(RelationName name) {
        return new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + name + "\" was altered; read it again");
    }

    private DefinitionText textOf(Relation relation) {
        return Optional.ofNullable(services.definitions().current().texts().get(relation.name()))
                .orElseGet(
                        () -> new DefinitionText(relation.sql(), run.settings().ofDefinitions()));
    }

    private TableRelation table(ObjectKind kind, Written written, String what) {
        Relation relation = withColumns(kind, written, what);
        if (relation instanceof TableRelation table) {
            return table;
        }
        throw At.error(ErrorCode.NOT_SUPPORTED, written, what + " works on tables only" + remedy(relation));
    }

    private Relation withColumns(ObjectKind kind, Written written, String what) {
        Relation relation = alterable(kind, written, what);
        if (relation instanceof ViewRelation) {
            throw At.error(
                    ErrorCode.NOT_SUPPORTED,
                    written,
                    "the columns of a view are those of its query; write CREATE OR REPLACE VIEW " + relation.name()
                            + " AS …");
        }
        if (relation.eventTimeColumns().isEmpty()) {
            refuseDrafts(relation, written, what);
        } else {
            refuseReaders(relation, written, what);
        }
        return relation;
    }

    private static String remedy(Relation relation) {
        return "; write CREATE OR REPLACE " + relation.kind().toUpperCase(Locale.ROOT) + " " + relation.name()
                + " (…), which begins without rows, or a view over it";
    }

    private static int column(Relation relation, Written column) {
        return relation.rowType()
                .indexOf(column.text())
                .orElseThrow(() -> At.error(
                        ErrorCode.COLUMN_NOT_FOUND,
                        column,
                        "column \"" + column.text() + "\" not found in " + relation.kind() + " \"" + relation.name()
                                + "\""
                                + Names.nearest(
                                                column.text(),
                                                relation.rowType().fields().stream()
                                                        .map(field -> field.name())
                                                        .toList())
                                        .map(nearest -> "; did you mean \"" + nearest + "\"?")
                                        .orElse("")));
    }

    /** The relation, if it can have another form. */
    private Relation alterable(ObjectKind kind, Written written, String what) {
        Definitions.Version current = services.definitions().current();
        RelationName name = At.relation(written);
        Relation relation = current.catalog()
                .find(name)
                .orElseThrow(() -> At.error(
                        ErrorCode.RELATION_NOT_FOUND, written, current.catalog().notFound(name.toString())));
        if (!relation.kind().equals(kind.sql().toLowerCase(Locale.ROOT))) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    written,
                    "\"" + name + "\" is a " + relation.kind() + ", not a "
                            + kind.sql().toLowerCase(Locale.ROOT));
        }
        if (SideStreams.isSideStream(name) || !isFedByInsert(relation)) {
            throw At.error(
                    ErrorCode.NOT_SUPPORTED,
                    written,
                    "ALTER … " + what + " works on plain views, and on streams and tables that are fed by INSERT; write"
                            + " CREATE " + kind.sql() + " with another text, then DROP " + kind.sql() + " "
                            + name);
        }
        return relation;
    }

    private void refuseReaders(Relation relation, Written written, String what) {
        Definitions.Version current = services.definitions().current();
        refuseDrafts(relation, written, what);
        List<RelationName> readers = current.dependents(relation.name());
        if (!readers.isEmpty()) {
            throw At.error(
                    ErrorCode.DEPENDENTS_EXIST,
                    written,
                    "\"" + relation.name() + "\" is read by "
                            + run.access(services.definitions()).listed(readers) + "; drop them before "
                            + what);
        }
        boolean said = current.catalog().comments().stream()
                .map(Comment::subject)
                .anyMatch(subject -> subject.name().equals(relation.name()));
        if (said) {
            throw At.error(
                    ErrorCode.DEPENDENTS_EXIST,
                    written,
                    "\"" + relation.name() + "\" or one of its columns has a comment; write COMMENT ON … IS NULL, "
                            + what + ", and the comment again");
        }
    }

    /** Nothing is planned over the old form meanwhile. */
    private void refuseDrafts(Relation relation, Written written, String what) {
        List<RelationName> read =
                new ArrayList<>(services.definitions().current().dependents(relation.name()));
        read.add(relation.name());
        List<RelationName> drafts = services.definitions().drafts().stream()
                .filter(draft -> draft.reads(read) || read.contains(draft.name()))
                .map(Draft::name)
                .toList();
        if (!drafts.isEmpty()) {
            throw At.error(
                    ErrorCode.DEPENDENTS_EXIST,
                    written,
                    "\"" + relation.name() + "\" is read by "
                            + run.access(services.definitions()).listed(drafts)
                            + ", which is being made; wait for that before " + what);
        }
    }

    private void refuseComment(Relation relation, Written column) {
        boolean said = services.definitions().catalog().comments().stream()
                .map(Comment::subject)
                .anyMatch(subject -> subject.equals(new Comment.Subject(relation.name(), column.text())));
        if (said) {
            throw At.error(
                    ErrorCode.DEPENDENTS_EXIST,
                    column,
                    "column \"" + column.text() + "\" has a comment; write COMMENT ON COLUMN … IS NULL, RENAME COLUMN,"
                            + " and the comment again");
        }
    }

    private static boolean isFedByInsert(Relation relation) {
        if (relation instanceof StreamRelation stream) {
            return stream.feed() == Feed.INSERT;
        }
        if (relation instanceof TableRelation table) {
            return table.feed() == Feed.INSERT;
        }
        return relation instanceof ViewRelation view && !view.materialized();
    }
}
