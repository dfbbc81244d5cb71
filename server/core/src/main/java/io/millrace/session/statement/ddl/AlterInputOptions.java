package io.millrace.session.statement.ddl;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Feed;
import io.millrace.catalog.Reads;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.Right;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.config.Setting;
import io.millrace.engine.history.DefinitionText;
import io.millrace.session.Outcome;
import io.millrace.session.Principal;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.InputOptions;
import io.millrace.session.definition.StandingSink;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.parser.DefinitionEdit;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.WithOption;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.AlterOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * ALTER STREAM, TABLE and SINK … SET: other options for what is open. Nothing is opened again and nothing is read again: whoever reads or delivers asks for
 * the options each time that it needs them. What says which rows there are cannot be altered.
 */
public final class AlterInputOptions {

    private final Services services;
    private final Run run;

    public AlterInputOptions(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    /**
     * What is to get other options.
     *
     * @param relation empty for a sink
     * @param sink empty for a stream or table
     * @param opened what it was opened with
     */
    private record Subject(
            RelationName name, Optional<Relation> relation, Optional<StandingSink> sink, InputOptions opened) {

        /** By the statement that would make it with other options. */
        InputOptions read(Services services, InputOptions.Given given) {
            if (sink.isPresent()) {
                return InputOptions.sink(services.connectors(), given);
            }
            return relation.get() instanceof TableRelation table && table.feed() == Feed.LOOKUP
                    ? InputOptions.lookup(services.connectors(), given)
                    : InputOptions.source(services.connectors(), given);
        }

        /** The same with another text, which names other secrets. */
        Definitions.Version in(Definitions.Version version, String text, Map<String, String> values, Change names) {
            return sink.map(known -> version.withSink(new StandingSink(
                            name,
                            new Reads(
                                    known.reads().scanned(),
                                    names.of(known.reads().named())),
                            known.connector(),
                            known.capabilities(),
                            text)))
                    .orElseGet(() -> version.withRelation(relation(text, values, names)));
        }

        private Relation relation(String text, Map<String, String> values, Change names) {
            return relation.orElseThrow() instanceof TableRelation table
                    ? new TableRelation(
                            name,
                            table.columns(),
                            table.primaryKey(),
                            table.watermark(),
                            table.feed(),
                            values,
                            text,
                            table.checks(),
                            table.unique(),
                            names.of(table.functions()))
                    : relation((StreamRelation) relation.orElseThrow(), text, values, names);
        }

        private static StreamRelation relation(
                StreamRelation stream, String text, Map<String, String> values, Change names) {
            return new StreamRelation(
                    stream.name(),
                    stream.columns(),
                    stream.watermark(),
                    stream.inheritedEventTime(),
                    stream.feed(),
                    values,
                    text,
                    new Reads(stream.reads().scanned(), names.of(stream.reads().named())),
                    stream.checks());
        }
    }

    /** Secrets that are not used any more, and others that are. */
    private record Change(Set<RelationName> without, Set<RelationName> with) {

        Set<RelationName> of(Set<RelationName> names) {
            Set<RelationName> changed = new TreeSet<>(names);
            changed.removeAll(without);
            changed.addAll(with);
            return changed;
        }
    }

    public Outcome alter(AlterOptions statement) {
        Written written = Written.name(statement.name());
        if (run.transaction().isPresent()) {
            throw At.error(
                    ErrorCode.TRANSACTION_STATE,
                    Written.node(statement),
                    "options cannot be altered in a transaction; COMMIT or ROLLBACK first");
        }
        return services.definitions().exclusively(run.execution(), () -> {
            Definitions.Version current = services.definitions().current();
            Subject subject = subject(current, statement, written);
            check(statement, subject);
            OptionTexts set = OptionTexts.of(statement.options());
            set.given(services.options(), current.catalog()); // finds the secrets, where they are written
            DefinitionText known = Optional.ofNullable(current.texts().get(subject.name()))
                    .orElseGet(() -> new DefinitionText(
                            subject.relation().orElseThrow().sql(),
                            run.settings().ofDefinitions()));
            String text = DefinitionEdit.optionsSet(known.text(), run.parsed(), statement.options());
            OptionTexts all = OptionTexts.of(
                    DefinitionEdit.optionsOf(SqlParsing.parseStatement(text).statement()));
            if (subject.sink().isPresent()) {
                all.takeBackfill(run.settings().is(Setting.BACKFILL, "on"));
            }
            InputOptions others = set.checking(written, () -> read(subject, all, current.catalog()));
            Change names = new Change(subject.opened().given().names(), all.names());
            Definitions.Version next = subject.in(current, text, all.values(others), names)
                    .withOwnText(subject.name(), known.replaced(text, true));
            run.execution().settle();
            services.driver().change(run.order().text(), () -> subject.opened().follow(others));
            services.definitions().publish(next);
            return new Outcome.Updated(0, List.of());
        });
    }

    private InputOptions read(Subject subject, OptionTexts all, Catalog catalog) {
        InputOptions others = subject.read(services, all.given(services.options(), catalog));
        if (!isAgain()) {
            subject.opened().checkFollowing(others);
        }
        return others;
    }

    private boolean isAgain() {
        return run.execution().principal().kind() == Principal.Kind.HISTORY;
    }

    private Subject subject(Definitions.Version current, AlterOptions statement, Written written) {
        ObjectKind kind = statement.kind();
        if (kind != ObjectKind.STREAM && kind != ObjectKind.TABLE && kind != ObjectKind.SINK) {
            throw At.unsupported(
                    statement,
                    "ALTER " + kind.sql()
                            + " … SET is not supported; streams, tables, sinks and connections have options"
                            + " that can be altered");
        }
        RelationName name = current.asCreated(At.relation(written));
        Optional<Relation> relation = current.catalog().find(name);
        Optional<StandingSink> sink = current.sink(name);
        if (relation.isEmpty() && sink.isEmpty()) {
            throw At.error(
                    ErrorCode.RELATION_NOT_FOUND, written, current.catalog().notFound(name.toString()));
        }
        String word = kind.sql().toLowerCase(Locale.ROOT);
        if (!current.kind(name).equals(word)) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    written,
                    "\"" + name + "\" is a " + current.kind(name) + ", not a " + word);
        }
        return Optional.ofNullable(current.options().get(name))
                .map(opened -> new Subject(name, relation, sink, opened))
                .orElseThrow(() -> At.error(
                        ErrorCode.NOT_SUPPORTED,
                        written,
                        "\"" + name + "\" has no connector, whose options could be altered; write CREATE OR REPLACE "
                                + kind.sql()));
    }

    private void check(AlterOptions statement, Subject subject) {
        InputOptions opened = subject.opened();
        for (WithOption option : statement.options()) {
            String key = option.key().toLowerCase(Locale.ROOT);
            if (!isAgain() && opened.isDeclared(key) && !opened.isChangeable(key)) {
                List<String> changeable = opened.changeable();
                throw At.error(
                        ErrorCode.OPTION_INVALID,
                        Written.node(option),
                        "option '" + key
                                + "' cannot be altered, because it says which rows there are and what they mean"
                                + (changeable.isEmpty() ? "" : "; those that can are " + String.join(", ", changeable))
                                + ". Write CREATE OR REPLACE "
                                + statement.kind().sql() + ", which begins anew");
            }
            if (opened.isOfConnection(key)) {
                run.access(services.definitions()).check(Right.CONNECT, statement);
            }
        }
    }
}
