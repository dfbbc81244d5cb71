package io.millrace.session.statement.ddl;

import io.millrace.catalog.CheckConstraint;
import io.millrace.catalog.DeclaredColumn;
import io.millrace.catalog.Feed;
import io.millrace.catalog.IdentityRule;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.Order;
import io.millrace.engine.input.InputDefinition;
import io.millrace.engine.input.RowRules;
import io.millrace.engine.input.WatermarkDefinition;
import io.millrace.engine.refused.RowExpectation;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.InputOptions;
import io.millrace.session.definition.InputTiming;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A stream or table whose source is open.
 *
 * @param positioned whether the source delivers the positions of rows, after all declared columns
 * @param text the statement as it is to be written down, where that is not what was given
 * @param options of its connector
 */
record InputToCreate(
        Relation relation,
        Optional<ConnectorSource> source,
        InputTiming timing,
        boolean positioned,
        Optional<String> text,
        Optional<InputOptions> options)
        implements Definition {

    static final String POSITION = "$position";

    /** Rows come by INSERT. */
    static InputToCreate fedByInsert(Relation relation, InputTiming timing) {
        return new InputToCreate(relation, Optional.empty(), timing, false, Optional.empty(), Optional.empty());
    }

    @Override
    public Set<RelationName> reads() {
        return relation.dependsOn();
    }

    @Override
    public Definitions.Version addTo(Definitions.Version base) {
        Definitions.Version made = base.withRelation(relation);
        return options.map(given -> made.withOptions(relation.name(), given)).orElse(made);
    }

    @Override
    public void start(Driver driver, Order order) {
        closingOnFailure(() -> driver.addInput(input(), order));
    }

    @Override
    public void startBeside(Driver driver, String old, Cancellation cancellation) {
        closingOnFailure(() -> driver.succession().addInput(input(), cancellation));
    }

    @Override
    public Optional<String> runs() {
        return Optional.of(relation.name().toString());
    }

    private void closingOnFailure(Runnable start) {
        try {
            start.run();
        } catch (RuntimeException | Error e) {
            abandon();
            throw e;
        }
    }

    /** As the driver knows it. */
    InputDefinition input() {
        if (relation instanceof TableRelation table && table.isLookedUp()) {
            return answers(table);
        }
        return relation instanceof TableRelation table ? definition(table) : definition((StreamRelation) relation);
    }

    private InputDefinition definition(StreamRelation stream) {
        return new InputDefinition(
                stream.name().toString(),
                physical(stream),
                DeclaredColumn.expressions(stream.columns()),
                stream.rowType(),
                stream.watermark().map(declared -> new WatermarkDefinition(declared.column(), declared.expression())),
                source,
                false,
                List.of(),
                timing.idleTimeout(),
                timing.maxAhead(),
                positioned ? OptionalInt.of(stream.physicalType().size()) : OptionalInt.empty(),
                new RowRules(expectations(stream.feed(), stream.checks()), List.of(), identity(stream.columns())));
    }

    private RowType physical(StreamRelation stream) {
        List<Field> fields = new ArrayList<>(stream.physicalType().fields());
        if (positioned) {
            fields.add(new Field(POSITION, Type.BIGINT, false));
        }
        return new RowType(fields);
    }

    private InputDefinition definition(TableRelation table) {
        return new InputDefinition(
                table.name().toString(),
                table.physicalType(),
                DeclaredColumn.expressions(table.columns()),
                table.rowType(),
                table.watermark().map(declared -> new WatermarkDefinition(declared.column(), declared.expression())),
                source,
                true,
                table.versionKey(),
                timing.idleTimeout(),
                Optional.empty(),
                OptionalInt.empty(),
                new RowRules(expectations(table.feed(), table.checks()), table.unique(), identity(table.columns())));
    }

    /** What is looked up comes in as rows of a stream. */
    private InputDefinition answers(TableRelation table) {
        RowType answer = table.answerType();
        return new InputDefinition(
                table.name().toString(),
                answer,
                DeclaredColumn.expressions(
                        answer.fields().stream().map(DeclaredColumn::physical).toList()),
                answer,
                Optional.empty(),
                source,
                false,
                List.of(),
                timing.idleTimeout(),
                timing.maxAhead(),
                OptionalInt.empty(),
                RowRules.NONE);
    }

    /** The columns of an answer that are those of the table. */
    static RowType found(TableRelation table) {
        return new RowType(
                table.answerType().fields().subList(0, table.columns().size()));
    }

    /** What rows are judged by one by one; a statement whose rows are refused does not get so far. */
    private static List<RowExpectation> expectations(Feed feed, List<CheckConstraint> checks) {
        return checks.stream()
                .filter(check -> feed == Feed.CONNECTOR || !check.refusesStatements())
                .map(check -> new RowExpectation(
                        check.title(), check.condition(), check.violation().orElseThrow()))
                .toList();
    }

    private static Optional<RowRules.Identity> identity(List<DeclaredColumn> columns) {
        return IntStream.range(0, columns.size())
                .filter(index -> columns.get(index).identity().isPresent())
                .boxed()
                .findFirst()
                .map(index -> {
                    IdentityRule rule = columns.get(index).identity().orElseThrow();
                    return new RowRules.Identity(index, rule.start(), rule.increment());
                });
    }

    @Override
    public Optional<PlannedQuery> plan() {
        return Optional.empty();
    }

    @Override
    public void abandon() {
        source.ifPresent(ConnectorSource::close);
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }
}
