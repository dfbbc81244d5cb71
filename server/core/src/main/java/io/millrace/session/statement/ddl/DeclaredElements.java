package io.millrace.session.statement.ddl;

import io.millrace.catalog.CheckConstraint;
import io.millrace.catalog.DeclaredColumn;
import io.millrace.catalog.IdentityRule;
import io.millrace.catalog.RelationName;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.refused.RowExpectation;
import io.millrace.planner.CalledFunctions;
import io.millrace.planner.expression.DateTimes;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Plans;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.Names;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.element.CheckElement;
import io.millrace.sql.tree.element.ComputedColumn;
import io.millrace.sql.tree.element.MetadataColumn;
import io.millrace.sql.tree.element.PhysicalColumn;
import io.millrace.sql.tree.element.PrimaryKey;
import io.millrace.sql.tree.element.TableElement;
import io.millrace.sql.tree.element.TableElementVisitor;
import io.millrace.sql.tree.element.UniqueElement;
import io.millrace.sql.tree.element.WatermarkElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads what stands in the parentheses of CREATE STREAM and CREATE TABLE. Computed columns, the watermark and the key refer to
 * columns wherever these stand in the list, so that all plain columns are read first.
 */
final class DeclaredElements {

    private final Plans plans;
    private final CalledFunctions functions;
    private final List<TableElement> elements;
    private final List<DeclaredColumn> columns = new ArrayList<>();
    private final List<Integer> primaryKey = new ArrayList<>();
    private final List<CheckConstraint> checks = new ArrayList<>();
    private final List<List<Integer>> unique = new ArrayList<>();
    private Optional<Written> firstUnique = Optional.empty();
    private Optional<io.millrace.catalog.Watermark> watermark = Optional.empty();

    private DeclaredElements(Plans plans, CalledFunctions functions, List<TableElement> elements) {
        this.plans = plans;
        this.functions = functions;
        this.elements = elements;
    }

    /** @param defaults the connector's own columns, taken when no physical column is declared */
    static DeclaredElements read(
            Plans plans, CalledFunctions functions, List<TableElement> elements, List<SourceColumn> defaults) {
        DeclaredElements read = new DeclaredElements(plans, functions, elements);
        boolean declaresNone = elements.stream().noneMatch(PhysicalColumn.class::isInstance);
        if (declaresNone) {
            defaults.forEach(column ->
                    read.columns.add(new DeclaredColumn(column.field(), column.metadata(), Optional.empty())));
        }
        elements.forEach(element -> element.accept(read.new PlainColumns()));
        RowType physical =
                new RowType(read.columns.stream().map(DeclaredColumn::field).toList());
        List<DeclaredColumn> plain = List.copyOf(read.columns);
        read.columns.clear();
        if (declaresNone) {
            read.columns.addAll(plain.subList(0, defaults.size()));
        }
        elements.forEach(element -> element.accept(read.new AllColumns(plain, physical)));
        elements.forEach(element -> element.accept(read.new Constraints()));
        return read;
    }

    /** The watermark that is declared for the columns of a query. */
    static Optional<io.millrace.catalog.Watermark> watermark(
            Plans plans, CalledFunctions functions, List<TableElement> elements, RowType rowType, Written relation) {
        DeclaredElements read = new DeclaredElements(plans, functions, elements);
        rowType.fields().forEach(field -> read.columns.add(DeclaredColumn.physical(field)));
        for (TableElement element : elements) {
            if (!(element instanceof WatermarkElement)) {
                throw At.error(
                        ErrorCode.INVALID_DEFINITION,
                        relation,
                        "a derived stream takes its columns from its query; leave out the column list, all but a WATERMARK");
            }
            element.accept(read.new Constraints());
        }
        return read.watermark;
    }

    /** A column that is the time when a row comes needs no declaration: it never goes back. */
    Optional<io.millrace.catalog.Watermark> arrival() {
        for (int i = 0; i < columns.size(); i++) {
            Field field = columns.get(i).field();
            boolean arrives = columns.get(i)
                    .computed()
                    .filter(expression ->
                            expression instanceof Call call && call.function() == Function.CURRENT_TIMESTAMP)
                    .isPresent();
            if (arrives) {
                return Optional.of(new io.millrace.catalog.Watermark(
                        i, DateTimes.watermark(new ColumnReference(i, field.type(), field.nullable()))));
            }
        }
        return Optional.empty();
    }

    List<DeclaredColumn> columns() {
        return columns;
    }

    Optional<io.millrace.catalog.Watermark> watermark() {
        return watermark;
    }

    /** The functions of users that columns and conditions call. */
    Set<RelationName> functions() {
        return functions.called();
    }

    List<CheckConstraint> checks() {
        return checks;
    }

    /** Indexes of declared columns. */
    List<List<Integer>> unique() {
        return unique;
    }

    /** Where the first UNIQUE stands. */
    Optional<Written> firstUnique() {
        return firstUnique;
    }

    /** Indexes of declared columns. */
    List<Integer> primaryKey() {
        return primaryKey;
    }

    private RowType declared() {
        return new RowType(columns.stream().map(DeclaredColumn::field).toList());
    }

    private void add(Written name, DeclaredColumn column) {
        if (declared().indexOf(column.field().name()).isPresent()) {
            throw At.error(
                    ErrorCode.COLUMN_ALREADY_EXISTS,
                    name,
                    "column \"" + column.field().name() + "\" is declared twice");
        }
        columns.add(column);
    }

    private int column(Written name) {
        OptionalInt index = declared().indexOf(name.text());
        return index.orElseThrow(() -> {
            List<String> names =
                    columns.stream().map(column -> column.field().name()).toList();
            return At.error(
                    ErrorCode.COLUMN_NOT_FOUND,
                    name,
                    "column \"" + name.text() + "\" is not declared"
                            + Names.nearest(name.text(), names)
                                    .map(nearest -> "; did you mean \"" + nearest + "\"?")
                                    .orElse(""));
        });
    }

    /** The text of the DEFAULT of a column, which has to fit it. */
    private Optional<String> defaultOf(PhysicalColumn element, Field field) {
        return element.defaultValue().map(value -> plans.defaultText(element, field, functions));
    }

    /** Collects the columns that a source or an INSERT delivers. */
    private class PlainColumns implements TableElementVisitor<Void> {

        @Override
        public Void visitPhysicalColumn(PhysicalColumn element) {
            Written name = Written.name(element.name());
            boolean nullable = element.nullable()
                    && !element.primaryKey()
                    && element.identity().isEmpty();
            Field field = new Field(name.text(), plans.type(element), nullable);
            Optional<IdentityRule> identity = element.identity()
                    .map(clause -> IdentityClauses.rule(
                            clause, name, field.type(), element.defaultValue().isPresent()));
            if (identity.isPresent()
                    && columns.stream().anyMatch(column -> column.identity().isPresent())) {
                throw At.error(ErrorCode.INVALID_DEFINITION, name, "there is a second identity column");
            }
            add(
                    name,
                    new DeclaredColumn(field, Optional.empty(), Optional.empty(), defaultOf(element, field), identity));
            return null;
        }

        @Override
        public Void visitMetadataColumn(MetadataColumn element) {
            Written name = Written.name(element.name());
            Field field = new Field(name.text(), plans.type(element), element.nullable());
            add(name, DeclaredColumn.metadata(field, element.key()));
            return null;
        }

        @Override
        public Void visitComputedColumn(ComputedColumn element) {
            return null;
        }

        @Override
        public Void visitPrimaryKey(PrimaryKey element) {
            return null;
        }

        @Override
        public Void visitUnique(UniqueElement element) {
            return null;
        }

        @Override
        public Void visitCheck(CheckElement element) {
            return null;
        }

        @Override
        public Void visitWatermark(WatermarkElement element) {
            return null;
        }
    }

    /** Puts computed columns between the plain ones, where they were declared. */
    private final class AllColumns implements TableElementVisitor<Void> {

        private final List<DeclaredColumn> plain;
        private final RowType physical;

        AllColumns(List<DeclaredColumn> plain, RowType physical) {
            this.plain = plain;
            this.physical = physical;
        }

        private Void addPlain(Written name) {
            add(name, plain.get(physical.indexOf(name.text()).orElseThrow()));
            return null;
        }

        @Override
        public Void visitPhysicalColumn(PhysicalColumn element) {
            return addPlain(Written.name(element.name()));
        }

        @Override
        public Void visitMetadataColumn(MetadataColumn element) {
            return addPlain(Written.name(element.name()));
        }

        @Override
        public Void visitComputedColumn(ComputedColumn element) {
            Written name = Written.name(element.name());
            Expression expression = plans.expression(element, physical, functions);
            Field field = new Field(name.text(), expression.type(), expression.nullable());
            add(name, DeclaredColumn.computed(field, expression));
            return null;
        }

        @Override
        public Void visitPrimaryKey(PrimaryKey element) {
            return null;
        }

        @Override
        public Void visitUnique(UniqueElement element) {
            return null;
        }

        @Override
        public Void visitCheck(CheckElement element) {
            return null;
        }

        @Override
        public Void visitWatermark(WatermarkElement element) {
            return null;
        }
    }

    /** Reads watermark and key, once all columns are known. */
    private final class Constraints implements TableElementVisitor<Void> {

        @Override
        public Void visitPhysicalColumn(PhysicalColumn element) {
            if (element.primaryKey()) {
                addKey(List.of(Written.name(element.name())));
            }
            return null;
        }

        @Override
        public Void visitMetadataColumn(MetadataColumn element) {
            return null;
        }

        @Override
        public Void visitComputedColumn(ComputedColumn element) {
            return null;
        }

        @Override
        public Void visitPrimaryKey(PrimaryKey element) {
            addKey(Written.names(element.columns()));
            return null;
        }

        @Override
        public Void visitUnique(UniqueElement element) {
            firstUnique = firstUnique.or(() -> Optional.of(Written.node(element)));
            List<Integer> indexes = new ArrayList<>();
            for (Written name : Written.names(element.columns())) {
                int index = column(name);
                if (indexes.contains(index)) {
                    throw At.error(
                            ErrorCode.COLUMN_ALREADY_EXISTS, name, "column \"" + name.text() + "\" is twice in UNIQUE");
                }
                indexes.add(index);
            }
            unique.add(indexes);
            return null;
        }

        @Override
        public Void visitCheck(CheckElement element) {
            Written place = Written.node(element.condition());
            Expression condition = plans.expression(element, declared(), functions);
            if (condition.type().kind() != TypeKind.BOOLEAN) {
                throw At.error(
                        ErrorCode.TYPE_MISMATCH,
                        place,
                        "a CHECK needs a condition, not a " + condition.type().sql());
            }
            String name =
                    element.name().map(written -> Written.name(written).text()).orElse("");
            checks.add(new CheckConstraint(
                    name,
                    place.text(),
                    condition,
                    element.violation().map(word -> RowExpectation.Violation.valueOf(word.name()))));
            return null;
        }

        private void addKey(List<Written> names) {
            if (!primaryKey.isEmpty()) {
                throw At.error(ErrorCode.INVALID_DEFINITION, names.get(0), "there is a second PRIMARY KEY");
            }
            for (Written name : names) {
                int index = column(name);
                if (primaryKey.contains(index)) {
                    throw At.error(
                            ErrorCode.COLUMN_ALREADY_EXISTS,
                            name,
                            "column \"" + name.text() + "\" is twice in the key");
                }
                primaryKey.add(index);
                columns.set(index, columns.get(index).notNull());
            }
        }

        @Override
        public Void visitWatermark(WatermarkElement element) {
            Written name = Written.name(element.column());
            if (watermark.isPresent()) {
                throw At.error(ErrorCode.INVALID_DEFINITION, name, "there is a second WATERMARK");
            }
            int index = column(name);
            Field field = columns.get(index).field();
            Expression expression = plans.expression(element, declared(), functions);
            boolean time =
                    field.type().kind() == TypeKind.TIMESTAMP || field.type().kind() == TypeKind.TIMESTAMP_LTZ;
            if (!time || expression.type().kind() != field.type().kind()) {
                throw At.error(
                        ErrorCode.TYPE_MISMATCH,
                        name,
                        "the watermark of column \"" + field.name()
                                + "\" must be a TIMESTAMP like the column, which is a "
                                + field.type().sql());
            }
            watermark = Optional.of(new io.millrace.catalog.Watermark(index, DateTimes.watermark(expression)));
            return null;
        }
    }
}
