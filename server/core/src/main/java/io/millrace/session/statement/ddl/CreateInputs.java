package io.millrace.session.statement.ddl;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.ConflictRule;
import io.millrace.catalog.DeclaredColumn;
import io.millrace.catalog.Feed;
import io.millrace.catalog.Reads;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.engine.lookup.LookupDesk;
import io.millrace.session.Outcome;
import io.millrace.session.definition.InputOptions;
import io.millrace.session.definition.InputTiming;
import io.millrace.session.running.Detached;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.WithOption;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.CreateMode;
import io.millrace.sql.tree.ddl.CreateStream;
import io.millrace.sql.tree.ddl.CreateTable;
import io.millrace.sql.tree.element.PhysicalColumn;
import io.millrace.sql.tree.element.TableElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** CREATE STREAM and CREATE TABLE with columns: rows come from a connector or by INSERT. */
public final class CreateInputs {

    private final Services services;
    private final Run run;

    public CreateInputs(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    /** What both statements say. */
    private record Declaration(
            CreateMode mode,
            Written name,
            boolean table,
            List<TableElement> elements,
            List<WithOption> options,
            ParsedStatement said) {

        String kind() {
            return table ? "table" : "stream";
        }
    }

    public Outcome createStream(CreateStream statement) {
        return create(declaration(statement, run.parsed()));
    }

    public Outcome createTable(CreateTable statement) {
        if (statement.query().isPresent()) {
            throw At.unsupported(statement, "CREATE TABLE … AS is not supported; write CREATE MATERIALIZED VIEW … AS");
        }
        return create(declaration(statement, run.parsed()));
    }

    /** What a statement would create that was created before and was changed since. */
    InputToCreate declare(Statement statement, Catalog catalog) {
        return (InputToCreate) define(declaration(statement, run.parsed()), catalog);
    }

    private static Declaration declaration(Statement statement, ParsedStatement said) {
        if (statement instanceof CreateTable table) {
            return new Declaration(
                    table.mode(), Written.name(table.name()), true, table.elements(), table.options(), said);
        }
        CreateStream stream = (CreateStream) statement;
        return new Declaration(
                stream.mode(), Written.name(stream.name()), false, stream.elements(), stream.options(), said);
    }

    private static Declaration declaration(ParsedStatement said) {
        return declaration(said.statement(), said);
    }

    private Outcome create(Declaration declaration) {
        return new Creation(services, run)
                .create(
                        declaration.mode(),
                        declaration.name(),
                        declaration.kind(),
                        base -> define(declaration, base.catalog()));
    }

    private Definition define(Declaration declaration, Catalog catalog) {
        OptionTexts options = OptionTexts.of(declaration.options());
        StartText start = new StartText(services, declaration.said(), options);
        start.refuseUnfit(catalog);
        if (!options.hasConnector()) {
            options.refuseOutside("a " + declaration.kind() + " without connector");
            InputTiming timing = options.checking(
                    declaration.name(),
                    () -> InputOptions.withoutConnector(declaration.kind(), options.values(), run.settings()));
            DeclaredElements elements = read(declaration, catalog, List.of());
            refuseMetadata(declaration, elements);
            refuseRule(declaration, elements, options);
            refuseUnique(declaration, elements);
            if (declaration.table()) {
                judged(elements, catalog).refuseStatements(declaration.name());
            }
            String text = declaration.said().text();
            return InputToCreate.fedByInsert(
                    relation(declaration, elements, options.values(), Set.of(), Feed.INSERT, text), timing);
        }
        if (InputOptions.isLookup(options.values())) {
            return options.checking(declaration.name(), () -> lookedUp(declaration, options, catalog));
        }
        return options.checking(declaration.name(), () -> {
            InputOptions checked =
                    InputOptions.source(services.connectors(), options.given(services.options(), catalog));
            if (start.resumes()) {
                return define(
                        declaration(start.resumed(At.relation(declaration.name()), declaration.mode(), checked)),
                        catalog);
            }
            List<SourceColumn> defaults = checked.defaultColumns();
            List<SourceColumn> found = defaults.isEmpty() ? find(declaration, checked) : List.of();
            DeclaredElements given = read(declaration, catalog, found.isEmpty() ? defaults : found);
            refuseConstraints(declaration, given);
            Optional<ParsedStatement> written = found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ColumnsText.in(declaration.said(), declaration.name(), found));
            DeclaredElements elements = written.map(statement -> readAgain(declaration, statement, catalog))
                    .orElse(given);
            Optional<String> text = written.or(
                            () -> Optional.of(declaration.said()).filter(said -> said != run.parsed()))
                    .map(ParsedStatement::text);
            Relation relation = relation(
                    declaration,
                    elements,
                    options.values(checked),
                    options.names(),
                    Feed.CONNECTOR,
                    text.orElse(declaration.said().text()));
            List<SourceColumn> columns = elements.columns().stream()
                    .filter(DeclaredColumn::isPhysical)
                    .map(column -> new SourceColumn(column.field(), column.metadata()))
                    .toList();
            Optional<SourceColumn> position = position(declaration, elements, checked);
            List<SourceColumn> all = new ArrayList<>(columns);
            position.ifPresent(all::add);
            ConnectorSource source = Detached.open(
                    services.workers(),
                    run.execution(),
                    () -> checked.openSource(
                            relation.name().toString(),
                            all,
                            key(elements),
                            services.directory(),
                            services.clock(),
                            services.driver().isRecovering()));
            if (start.isNow()) {
                return define(declaration(start.now(run, checked, source)), catalog);
            }
            refuseChanges(declaration, checked, source);
            refuseUnfit(declaration, elements, source, catalog);
            return new InputToCreate(
                    relation,
                    Optional.of(source),
                    checked.timing(source, run.settings()),
                    position.isPresent(),
                    text,
                    Optional.of(checked));
        });
    }

    /** A table of another system, whose rows are looked up by key. */
    private Definition lookedUp(Declaration declaration, OptionTexts options, Catalog catalog) {
        InputOptions checked = InputOptions.lookup(services.connectors(), options.given(services.options(), catalog));
        DeclaredElements elements = read(declaration, catalog, List.of());
        refuseConstraints(declaration, elements);
        LookedUpShape.refuseOther(declaration.name(), declaration.table(), elements);
        TableRelation table = (TableRelation) relation(
                declaration,
                elements,
                options.values(checked),
                options.names(),
                Feed.LOOKUP,
                run.parsed().text());
        List<SourceColumn> columns = elements.columns().stream()
                .map(column -> new SourceColumn(column.field(), Optional.empty()))
                .toList();
        ConnectorSource desk = Detached.open(
                services.workers(),
                run.execution(),
                () -> new LookupDesk(
                        table.name().toString(),
                        checked.openLookup(
                                table.name().toString(),
                                columns,
                                table.primaryKey(),
                                services.directory(),
                                services.clock(),
                                services.driver().isRecovering()),
                        InputToCreate.found(table),
                        table.primaryKey(),
                        services.lookups()));
        return new InputToCreate(
                table,
                Optional.of(desk),
                new InputTiming(Duration.ZERO, Optional.empty()),
                false,
                Optional.empty(),
                Optional.of(checked));
    }

    /** The columns that the outside system has, when none are declared. */
    private List<SourceColumn> find(Declaration declaration, InputOptions options) {
        if (declaration.elements().stream().anyMatch(PhysicalColumn.class::isInstance)) {
            return List.of();
        }
        List<SourceColumn> found =
                Detached.call(services.workers(), run.execution(), () -> options.findColumns(services.directory()));
        if (!found.isEmpty() && run.transaction().isPresent()) {
            throw At.error(
                    ErrorCode.TRANSACTION_STATE,
                    declaration.name(),
                    "columns are not looked for in a transaction; write (name type, …), or create the "
                            + declaration.kind() + " outside");
        }
        return found;
    }

    /** The places of the key among the columns of the source; empty when a computed column is part of it. */
    private static List<Integer> key(DeclaredElements elements) {
        List<DeclaredColumn> physical =
                elements.columns().stream().filter(DeclaredColumn::isPhysical).toList();
        List<Integer> places = elements.primaryKey().stream()
                .map(column -> physical.indexOf(elements.columns().get(column)))
                .toList();
        return places.contains(-1) ? List.of() : places;
    }

    private static void refuseChanges(Declaration declaration, InputOptions options, ConnectorSource source) {
        if (!declaration.table() && source.changes()) {
            source.close();
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    declaration.name(),
                    "a stream only grows, but connector '" + options.connectorName()
                            + "' also takes rows back; write CREATE TABLE");
        }
    }

    /** A column that nobody declared, for the positions of rows that are late or too far ahead. */
    private static Optional<SourceColumn> position(
            Declaration declaration, DeclaredElements elements, InputOptions options) {
        return declaration.table() || elements.watermark().isEmpty()
                ? Optional.empty()
                : options.positionKey()
                        .map(key -> new SourceColumn(
                                new Field(InputToCreate.POSITION, Type.BIGINT, false), Optional.of(key)));
    }

    private DeclaredElements read(Declaration declaration, Catalog catalog, List<SourceColumn> defaults) {
        DeclaredElements elements = DeclaredElements.read(
                services.plans(), services.plans().functions(catalog), declaration.elements(), defaults);
        if (elements.columns().stream().noneMatch(DeclaredColumn::isPhysical)) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    declaration.name(),
                    "a " + declaration.kind() + " needs columns; write (name type, …)");
        }
        if (declaration.table()
                && elements.watermark().isPresent()
                && elements.primaryKey().isEmpty()) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    declaration.name(),
                    "a table with a WATERMARK keeps the versions of its rows: it needs a PRIMARY KEY too");
        }
        if (!declaration.table() && !elements.primaryKey().isEmpty()) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    declaration.name(),
                    "a stream has no PRIMARY KEY because its rows are never changed; write CREATE TABLE");
        }
        if (!services.driver().isRecovering()) {
            JudgedElements judged = judged(elements, catalog);
            judged.refuseTwice(declaration.elements());
            judged.refuseRandom(declaration.elements());
        }
        return elements;
    }

    private JudgedElements judged(DeclaredElements elements, Catalog catalog) {
        return new JudgedElements(services.plans(), services.plans().functions(catalog), elements);
    }

    /** What the statement declares with the columns that were found: just what it will declare when it is executed again. */
    private DeclaredElements readAgain(Declaration declaration, ParsedStatement written, Catalog catalog) {
        try {
            return read(declaration(written.statement(), written), catalog, List.of());
        } catch (MillraceException e) {
            throw ColumnsText.refused(e.code(), declaration.name(), e.getMessage());
        }
    }

    /** Rows of connectors are refused one by one for what their columns say, never for what a statement would be refused. */
    private static void refuseConstraints(Declaration declaration, DeclaredElements elements) {
        boolean defaults = elements.columns().stream()
                .anyMatch(column -> column.defaultValue().isPresent());
        boolean numbers =
                elements.columns().stream().anyMatch(column -> column.identity().isPresent());
        if (numbers || !elements.unique().isEmpty()) {
            throw At.error(
                    ErrorCode.NOT_SUPPORTED,
                    elements.firstUnique().filter(unused -> !numbers).orElse(declaration.name()),
                    (numbers ? "IDENTITY" : "UNIQUE") + " needs rows that come by INSERT; leave out the connector");
        }
        boolean checks =
                elements.checks().stream().anyMatch(check -> check.violation().isEmpty());
        if (defaults || checks) {
            throw At.error(
                    ErrorCode.NOT_SUPPORTED,
                    declaration.name(),
                    (defaults ? "DEFAULT" : "CHECK") + " needs rows that come by INSERT; write a view with "
                            + (defaults ? "COALESCE" : "WHERE") + " over the " + declaration.kind());
        }
    }

    private void refuseUnfit(
            Declaration declaration, DeclaredElements elements, ConnectorSource source, Catalog catalog) {
        try {
            if (!(source instanceof ReplayableSource)) {
                judged(elements, catalog).refuseStopping(declaration.name());
            } else if (!services.driver().isRecovering()) {
                judged(elements, catalog).refusePresent(declaration.elements());
            }
        } catch (RuntimeException | Error e) {
            source.close();
            throw e;
        }
    }

    private static void refuseUnique(Declaration declaration, DeclaredElements elements) {
        elements.firstUnique()
                .filter(unused -> !declaration.table() || elements.watermark().isPresent())
                .ifPresent(place -> {
                    throw At.error(
                            ErrorCode.NOT_SUPPORTED,
                            place,
                            declaration.table()
                                    ? "UNIQUE is not supported with a WATERMARK, where versions of a row repeat its values"
                                    : "a stream keeps all rows for ever and looks none up for UNIQUE; write CREATE TABLE");
                });
    }

    private static void refuseRule(Declaration declaration, DeclaredElements elements, OptionTexts options) {
        boolean keyed = !elements.primaryKey().isEmpty() && elements.watermark().isEmpty();
        if (options.values().containsKey(ConflictRule.OPTION) && !keyed) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    declaration.name(),
                    "option '" + ConflictRule.OPTION + "' needs a PRIMARY KEY, and no WATERMARK");
        }
    }

    private static void refuseMetadata(Declaration declaration, DeclaredElements elements) {
        elements.columns().stream()
                .filter(column -> column.metadata().isPresent())
                .findFirst()
                .ifPresent(column -> {
                    throw At.error(
                            ErrorCode.INVALID_DEFINITION,
                            declaration.name(),
                            "METADATA column \"" + column.field().name() + "\" needs a connector to come from");
                });
    }

    /**
     * @param outside the connection and the secrets that it uses
     * @param sql the statement as it is kept
     */
    private Relation relation(
            Declaration declaration,
            DeclaredElements elements,
            Map<String, String> options,
            Set<RelationName> outside,
            Feed feed,
            String sql) {
        RelationName name = At.relation(declaration.name());
        Set<RelationName> named = new TreeSet<>(elements.functions());
        named.addAll(outside);
        return declaration.table()
                ? new TableRelation(
                        name,
                        columns(elements),
                        elements.primaryKey(),
                        elements.watermark(),
                        feed,
                        options,
                        sql,
                        elements.checks(),
                        elements.unique(),
                        named)
                : new StreamRelation(
                        name,
                        elements.columns(),
                        elements.watermark().or(elements::arrival),
                        Set.of(),
                        feed,
                        options,
                        sql,
                        new Reads(Set.of(), named),
                        elements.checks());
    }

    /** The columns of a table; a version always has a time. */
    private static List<DeclaredColumn> columns(DeclaredElements elements) {
        List<DeclaredColumn> columns = new ArrayList<>(elements.columns());
        elements.watermark()
                .ifPresent(watermark -> columns.set(
                        watermark.column(), columns.get(watermark.column()).notNull()));
        return columns;
    }
}
