package io.millrace.session.statement.ddl;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Comment;
import io.millrace.catalog.Feed;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.catalog.ViewRelation;
import io.millrace.engine.driver.Landings;
import io.millrace.engine.driver.Reshaping;
import io.millrace.engine.history.DefinitionText;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.Draft;
import io.millrace.session.definition.SideStreams;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.transaction.Landing;
import io.millrace.session.transaction.Transaction;
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
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * ALTER … RENAME, ADD COLUMN and DROP COLUMN: what was created is created again by a text that is changed, and takes over the rows. What reads it goes on,
 * if it is still what its text says. A transaction checks that when the statement comes, and does it with its COMMIT.
 */
public final class AlterDefinitions {

    private final Services services;
    private final Run run;

    public AlterDefinitions(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    /**
     * What becomes of something.
     *
     * @param form that what runs for it gets
     */
    private record Altered(
            RelationName name, Definitions.Version next, Optional<Reshaping.Form> form, Runnable visible) {

        Landing.Altered landed(DefinitionText text) {
            return new Landing.Altered(name, next, new Landings.Alteration(text, form), visible);
        }
    }

    /** Does it now, or with the COMMIT of the transaction. */
    private Outcome carryOut(Written written, Function<Definitions.Version, Altered> alteration) {
        DefinitionText text =
                new DefinitionText(run.parsed().text(), run.settings().ofDefinitions());
        if (run.transaction().isPresent()) {
            Transaction transaction = run.transaction().get();
            Landing.Altering altering = version -> alteration.apply(version).landed(text);
            transaction
                    .landing()
                    .ifPresentOrElse(
                            landing -> landing.alter(run.parsed().text(), altering),
                            () -> check(transaction, written, altering));
            return new Outcome.Updated(0, List.of());
        }
        return services.definitions().exclusively(run.execution(), () -> {
            Altered altered = alteration.apply(services.definitions().current());
            run.execution().settle();
            services.definitions()
                    .switchTo(
                            altered.next(),
                            visible -> bring(altered, () -> {
                                altered.visible().run();
                                visible.run();
                            }));
            return new Outcome.Updated(0, List.of());
        });
    }

    private void bring(Altered altered, Runnable visible) {
        Optional<DefinitionText> text = run.order().text();
        altered.form().ifPresentOrElse(form -> services.driver().reshape(form, text, visible), () -> {
            text.ifPresent(services.driver()::define);
            visible.run();
        });
    }

    private static void check(Transaction transaction, Written written, Landing.Altering altering) {
        RelationName name = At.relation(written);
        if (transaction.makes(name)) {
            throw At.error(
                    ErrorCode.TRANSACTION_STATE,
                    written,
                    name.title() + " is created by the same transaction; write it so in its CREATE");
        }
        transaction.alter(altering);
    }

    public Outcome rename(Rename statement) {
        Written written = Written.name(statement.name());
        Written to = Written.name(statement.to());
        boolean moves = to.parts().size() > 1 && last(to).equals(last(written));
        String clause = moves ? "SET SCHEMA" : "RENAME TO";
        return carryOut(written, current -> {
            Relation relation = alterable(current, statement.kind(), written, clause);
            refuseReaders(current, relation, written, clause);
            Written wanted = to.parts().size() > 1
                    ? to
                    : new Written(List.of(relation.name().schema(), to.text()), to.line(), to.column());
            RelationName other = NewName.check(wanted, run.execution().principal(), current.catalog());
            run.access(services.definitions()).checkCreate(other, to, false);
            boolean same = other.equals(relation.name());
            if (!same && current.exists(other)) {
                throw At.error(ErrorCode.RELATION_ALREADY_EXISTS, to, other.title() + " exists already");
            }
            if (run.transaction()
                    .filter(transaction -> transaction.drops(other))
                    .isPresent()) {
                throw At.error(ErrorCode.TRANSACTION_STATE, to, stillNamed(other));
            }
            boolean made = drafts().stream().anyMatch(draft -> draft.name().equals(other));
            if (made) {
                throw At.error(
                        ErrorCode.RELATION_ALREADY_EXISTS, to, other.title() + " is being made by another statement");
            }
            String text = DefinitionEdit.renamed(
                    textOf(current, relation).text(),
                    other.schema().equals(RelationName.PUBLIC)
                            ? List.of(other.name())
                            : List.of(other.schema(), other.name()));
            return relation instanceof ViewRelation view
                    ? renamedView(current, view, other, text)
                    : altered(current, relation, written, text, Reshaping.NONE);
        });
    }

    private static String last(Written name) {
        return name.parts().get(name.parts().size() - 1);
    }

    /** Why nothing else can have the name of what a transaction drops. */
    static String stillNamed(RelationName dropped) {
        return dropped.title() + " is dropped by the same transaction, which has its name until the COMMIT";
    }

    private Altered renamedView(Definitions.Version current, ViewRelation view, RelationName other, String text) {
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
        DefinitionText known = textOf(current, view);
        Definitions.Version next = current.without(view.name())
                .withRelation(renamed)
                .withPeople(current.catalog().people().renamed(view.name(), other))
                .withText(other, known.replaced(text, true));
        return new Altered(view.name(), next, Optional.empty(), () -> {});
    }

    public Outcome renameColumn(RenameColumn statement) {
        Written written = Written.name(statement.name());
        Written column = Written.name(statement.column());
        Written to = Written.name(statement.to());
        return carryOut(written, current -> {
            Relation relation = withColumns(current, statement.kind(), written, "RENAME COLUMN");
            int index = column(relation, column);
            boolean taken = relation.rowType().indexOf(to.text()).stream().anyMatch(other -> other != index);
            if (taken) {
                throw At.error(ErrorCode.COLUMN_ALREADY_EXISTS, to, "column \"" + to.text() + "\" exists already");
            }
            refuseComment(current, relation, column);
            String text = DefinitionEdit.columnRenamed(textOf(current, relation).text(), column.text(), to.text());
            return altered(current, relation, written, text, Reshaping.NONE);
        });
    }

    public Outcome addColumn(AddColumn statement) {
        Written written = Written.name(statement.name());
        return carryOut(written, current -> {
            TableRelation table = table(current, statement.kind(), written, "ADD COLUMN");
            AddedColumn added = new AddedColumn(services, run, statement);
            added.check(table);
            String text = DefinitionEdit.columnAdded(textOf(current, table).text(), added.text());
            UnaryOperator<Page> values = added.values(current.catalog());
            return altered(current, table, written, text, new Reshaping(values, IntUnaryOperator.identity()));
        });
    }

    public Outcome dropColumn(DropColumn statement) {
        Written written = Written.name(statement.name());
        Written column = Written.name(statement.column());
        return carryOut(written, current -> {
            TableRelation table = table(current, statement.kind(), written, "DROP COLUMN");
            int index = column(table, column);
            if (!table.columns().get(index).isPhysical()) {
                throw At.unsupported(statement, "DROP COLUMN of a computed column is not supported" + remedy(table));
            }
            String text = DefinitionEdit.columnDropped(textOf(current, table).text(), column.text())
                    .orElseThrow(() -> At.error(
                            ErrorCode.DEPENDENTS_EXIST,
                            column,
                            "column \"" + column.text() + "\" is the only one, or a key, CHECK, UNIQUE, watermark or"
                                    + " computed column of \"" + table.name() + "\" needs it"));
            int[] others = IntStream.range(0, table.rowType().size())
                    .filter(other -> other != index)
                    .toArray();
            return altered(
                    current,
                    table,
                    written,
                    text,
                    new Reshaping(page -> page.project(others), place -> place > index ? place - 1 : place));
        });
    }

    /** What a text creates takes the place of what was created, with rows as they shall be. */
    private Altered altered(
            Definitions.Version current, Relation relation, Written place, String text, Reshaping shape) {
        DefinitionText known = textOf(current, relation);
        InputToCreate altered =
                declared(place, text, current.without(relation.name()).catalog());
        RelationName name = altered.relation().name();
        boolean renamed = !name.equals(relation.name());
        Definitions.Version next = renamed
                ? altered.addTo(current.without(relation.name()))
                        .withPeople(current.catalog().people().renamed(relation.name(), name))
                : current.reshaped(name, altered::addTo);
        List<Follower> followers = renamed
                ? List.of()
                : Followers.ofReshaped(
                        services, run, new Followers.Versions(current, next), name, shape.columns(), place);
        Map<RelationName, DefinitionText> texts = new LinkedHashMap<>();
        texts.put(name, known.replaced(text, false));
        List<RelationName> ended = new ArrayList<>(List.of(relation.name()));
        for (Follower follower : followers) {
            if (follower.definition().isPresent()) {
                next = next.reshaped(follower.name(), follower.definition().get()::addTo);
                ended.add(follower.name());
            }
            texts.put(follower.name(), follower.textOfNow());
        }
        return new Altered(
                relation.name(),
                next.withTextsLast(texts),
                Optional.of(new Reshaping.Form(relation.name().toString(), altered.input(), shape)),
                () -> ended.forEach(this::cancelFollowers));
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

    private DefinitionText textOf(Definitions.Version current, Relation relation) {
        return Optional.ofNullable(current.texts().get(relation.name()))
                .orElseGet(
                        () -> new DefinitionText(relation.sql(), run.settings().ofDefinitions()));
    }

    private TableRelation table(Definitions.Version current, ObjectKind kind, Written written, String what) {
        Relation relation = withColumns(current, kind, written, what);
        if (relation instanceof TableRelation table) {
            return table;
        }
        throw At.error(ErrorCode.NOT_SUPPORTED, written, what + " works on tables only" + remedy(relation));
    }

    private Relation withColumns(Definitions.Version current, ObjectKind kind, Written written, String what) {
        Relation relation = alterable(current, kind, written, what);
        if (relation instanceof ViewRelation) {
            throw At.error(
                    ErrorCode.NOT_SUPPORTED,
                    written,
                    "the columns of a view are those of its query; write CREATE OR REPLACE VIEW " + relation.name()
                            + " AS …");
        }
        if (relation.eventTimeColumns().isEmpty()) {
            refuseDrafts(current, relation, written, what);
        } else {
            refuseReaders(current, relation, written, what);
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
    private Relation alterable(Definitions.Version current, ObjectKind kind, Written written, String what) {
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

    private void refuseReaders(Definitions.Version current, Relation relation, Written written, String what) {
        refuseDrafts(current, relation, written, what);
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

    /** What others make; nobody else changes definitions meanwhile, but for what a transaction only checks. */
    private List<Draft> drafts() {
        return run.transaction()
                .map(transaction ->
                        transaction.landing().map(Landing::othersDrafts).orElse(List.of()))
                .orElseGet(() -> services.definitions().drafts());
    }

    /** Nothing is planned over the old form meanwhile. */
    private void refuseDrafts(Definitions.Version current, Relation relation, Written written, String what) {
        List<RelationName> read = new ArrayList<>(current.dependents(relation.name()));
        read.add(relation.name());
        List<RelationName> drafts = drafts().stream()
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

    private static void refuseComment(Definitions.Version current, Relation relation, Written column) {
        boolean said = current.catalog().comments().stream()
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
