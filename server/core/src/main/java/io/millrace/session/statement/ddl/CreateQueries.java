package io.millrace.session.statement.ddl;

import io.millrace.catalog.DeclaredColumn;
import io.millrace.catalog.Feed;
import io.millrace.catalog.Reads;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.ViewRelation;
import io.millrace.catalog.Watermark;
import io.millrace.config.Setting;
import io.millrace.dstream.query.Query;
import io.millrace.dstream.window.OwnTime;
import io.millrace.engine.delivery.SoonOpened;
import io.millrace.planner.CalledFunctions;
import io.millrace.planner.PlanMode;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.InputOptions;
import io.millrace.session.definition.SideStreams;
import io.millrace.session.definition.StandingSink;
import io.millrace.session.running.Detached;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.query.QueryModes;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.TreeText;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.CreateMaterializedView;
import io.millrace.sql.tree.ddl.CreateSink;
import io.millrace.sql.tree.ddl.CreateStream;
import io.millrace.sql.tree.ddl.CreateView;
import io.millrace.sql.tree.query.QueryStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** CREATE of what is made of a query: views, materialized views, derived streams and sinks. */
public final class CreateQueries {

    private final Services services;
    private final Run run;

    public CreateQueries(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    public Outcome createView(CreateView statement) {
        Written name = Written.name(statement.name());
        QueryModes.refuseContinuousView(statement);
        return new Creation(services, run).create(statement.mode(), name, "view", base -> view(statement, base));
    }

    QueryToCreate view(CreateView statement, Definitions.Version base) {
        PlannedQuery planned = run.storedPlan()
                .orElseGet(() -> services.plans().query(statement.query(), base.catalog(), PlanMode.RESULT));
        Written name = Written.name(statement.name());
        ViewRelation view = view(name, false, Written.names(statement.columns()), statement.query(), planned);
        return new QueryToCreate(
                view.dependsOn(),
                version -> version.withRelation(view),
                Optional.empty(),
                false,
                Optional.empty(),
                planned);
    }

    private ViewRelation view(
            Written name, boolean materialized, List<Written> names, QueryStatement source, PlannedQuery planned) {
        return new ViewRelation(
                At.relation(name),
                materialized,
                columns(planned.rowType(), name, names),
                planned.key(),
                planned.appendOnly(),
                planned.eventTimeColumns(),
                TreeText.of(source.query()),
                run.parsed().text(),
                planned.reads());
    }

    public Outcome createMaterializedView(CreateMaterializedView statement) {
        Written name = Written.name(statement.name());
        return new Creation(services, run)
                .create(statement.mode(), name, "materialized view", base -> materializedView(statement, base));
    }

    QueryToCreate materializedView(CreateMaterializedView statement, Definitions.Version base) {
        Written name = Written.name(statement.name());
        OptionTexts options = OptionTexts.of(statement.options());
        boolean backfill = backfill(options);
        options.refuseOthers("a materialized view");
        PlannedQuery planned = plan(statement.query(), base, QueryModes.ofView(statement.query()));
        ViewRelation view = view(name, true, Written.names(statement.columns()), statement.query(), planned);
        Query query = query(view.name(), Query.Output.VIEW, planned, base);
        return new QueryToCreate(
                view.dependsOn(),
                version -> version.withRelation(view).withQuery(view.name(), query),
                Optional.of(query),
                backfill,
                Optional.empty(),
                planned);
    }

    public Outcome createStream(CreateStream statement, QueryStatement source) {
        Written name = Written.name(statement.name());
        return new Creation(services, run)
                .create(statement.mode(), name, "stream", base -> stream(statement, source, base));
    }

    QueryToCreate stream(CreateStream statement, QueryStatement source, Definitions.Version base) {
        Written name = Written.name(statement.name());
        OptionTexts options = OptionTexts.of(statement.options());
        boolean backfill = backfill(options);
        options.refuseOthers("a derived stream");
        PlannedQuery planned = plan(source, base, QueryModes.ofStream(source));
        RowType rowType = distinct(planned.rowType(), name);
        CalledFunctions functions = services.plans().functions(base.catalog());
        Optional<Watermark> watermark =
                DeclaredElements.watermark(services.plans(), functions, statement.elements(), rowType, name);
        Set<RelationName> named = new TreeSet<>(planned.reads().named());
        named.addAll(functions.called());
        StreamRelation stream = new StreamRelation(
                At.relation(name),
                rowType.fields().stream().map(DeclaredColumn::physical).toList(),
                watermark,
                watermark.isPresent() ? Set.of() : planned.eventTimeColumns(),
                Feed.QUERY,
                options.values(),
                run.parsed().text(),
                new Reads(planned.reads().scanned(), named));
        Query query = query(stream.name(), Query.Output.STREAM, planned, base, watermark.map(this::ownTime));
        return new QueryToCreate(
                stream.dependsOn(),
                version -> version.withRelation(stream).withQuery(stream.name(), query),
                Optional.of(query),
                backfill,
                Optional.empty(),
                planned);
    }

    public Outcome createSink(CreateSink statement) {
        return new Creation(services, run)
                .create(statement.mode(), Written.name(statement.name()), "sink", base -> sink(statement, base));
    }

    Definition sink(CreateSink statement, Definitions.Version base) {
        Written name = Written.name(statement.name());
        OptionTexts options = OptionTexts.of(statement.options());
        boolean backfill = backfill(options);
        QueryStatement source = statement
                .query()
                .orElseGet(() -> services.plans().selectAll(Written.node(statement.input()), base.catalog()));
        PlannedQuery planned = plan(source, base, QueryModes.ofSink(statement, source));
        return options.checking(name, () -> sink(name, base, planned, options, backfill));
    }

    private Definition sink(
            Written name, Definitions.Version base, PlannedQuery planned, OptionTexts options, boolean backfill) {
        InputOptions checked =
                InputOptions.sink(services.connectors(), options.given(services.options(), base.catalog()));
        if (!planned.appendOnly() && !checked.sinkCapabilities().takesChanges()) {
            throw At.error(
                    ErrorCode.INVALID_QUERY,
                    name,
                    "connector '" + checked.connectorName()
                            + "' only adds rows, but this query changes rows that it has given out; leave EMIT CHANGES out and"
                            + " write a query that only adds rows, such as one with EMIT ON WINDOW CLOSE");
        }
        RelationName relation = At.relation(name);
        Set<RelationName> named = new TreeSet<>(planned.reads().named());
        named.addAll(options.names());
        StandingSink sink = new StandingSink(
                relation,
                new Reads(planned.reads().scanned(), named),
                checked.connectorName(),
                checked.sinkCapabilities(),
                run.parsed().text());
        Query query = query(relation, Query.Output.SINK, planned, base);
        Optional<List<Integer>> key = planned.key()
                .filter(columns -> columns.stream()
                        .allMatch(column -> column < planned.rowType().size()));
        boolean again = services.driver().isRecovering();
        Supplier<Sink> opening = () -> options.checking(
                name,
                () -> Detached.open(
                        services.workers(),
                        run.execution(),
                        () -> checked.openSink(
                                relation.toString(), planned.rowType(), key, services.directory(), again)));
        boolean soon = again && checked.endsLater(relation.toString(), planned.rowType(), key, services.directory());
        return new QueryToCreate(
                sink.dependsOn(),
                version -> version.withSink(sink).withQuery(relation, query).withOptions(relation, checked),
                Optional.of(query),
                backfill,
                Optional.of(soon ? new SoonOpened(opening) : opening),
                planned);
    }

    private PlannedQuery plan(QueryStatement source, Definitions.Version base, PlanMode mode) {
        PlannedQuery planned = run.storedPlan().orElseGet(() -> services.plans().query(source, base.catalog(), mode));
        QueryModes.refuseSystemRelations(planned, Written.node(source));
        return planned;
    }

    private boolean backfill(OptionTexts options) {
        return options.takeBackfill(run.settings().is(Setting.BACKFILL, "on"));
    }

    private OwnTime ownTime(Watermark watermark) {
        Duration most = run.settings().duration(Setting.WATERMARK_MAX_AHEAD);
        return new OwnTime(watermark.expression(), Optional.of(most).filter(given -> !given.isZero()));
    }

    private static Query query(RelationName name, Query.Output output, PlannedQuery planned, Definitions.Version base) {
        return query(name, output, planned, base, Optional.empty());
    }

    private static Query query(
            RelationName name,
            Query.Output output,
            PlannedQuery planned,
            Definitions.Version base,
            Optional<OwnTime> ownTime) {
        return new Query(
                name.toString(),
                output,
                planned.root(),
                planned.key(),
                ownTime,
                SideStreams.timed(planned.inputs(), base.catalog()));
    }

    /** The columns of a query, under other names when there are any; each must have a name of its own. */
    private static RowType columns(RowType rowType, Written relation, List<Written> names) {
        return names.isEmpty() ? distinct(rowType, relation) : renamed(rowType, names);
    }

    private static RowType distinct(RowType rowType, Written relation) {
        for (int i = 0; i < rowType.size(); i++) {
            String name = rowType.field(i).name();
            if (rowType.indexOf(name).orElse(i) < i) {
                throw At.error(
                        ErrorCode.COLUMN_ALREADY_EXISTS,
                        relation,
                        "the query has two columns named \"" + name + "\"; give one another name with AS");
            }
        }
        return rowType;
    }

    private static RowType renamed(RowType rowType, List<Written> names) {
        if (names.size() != rowType.size()) {
            throw At.error(
                    ErrorCode.INVALID_DEFINITION,
                    names.get(0),
                    names.size() + " column names are given, but the query has " + rowType.size() + " columns");
        }
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).text();
            OptionalInt earlier = new RowType(fields).indexOf(name);
            if (earlier.isPresent()) {
                throw At.error(ErrorCode.COLUMN_ALREADY_EXISTS, names.get(i), "column \"" + name + "\" is named twice");
            }
            fields.add(new Field(name, rowType.type(i), rowType.field(i).nullable()));
        }
        return new RowType(fields);
    }
}
