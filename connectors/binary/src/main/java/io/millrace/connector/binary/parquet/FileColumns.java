package io.millrace.connector.binary.parquet;

import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;

/** Which columns of a file are the declared ones: those of their names, without regard to case where there is none of just that writing. */
final class FileColumns {

    private static final int MOST_LEVELS = 1000;

    private final List<SourceColumn> declared;
    private final List<Leaf> leaves = new ArrayList<>();
    /** By declared column. */
    private final List<Optional<Leaf>> found = new ArrayList<>();

    private int next = 1;

    /** @throws MillraceException when a column cannot be read from the file */
    FileColumns(ParquetFooter footer, List<SourceColumn> declared) throws IOException {
        this.declared = declared;
        List<SchemaElement> schema = footer.file().getSchema();
        try {
            for (int child = 0; child < schema.get(0).getNum_children(); child++) {
                walk(schema, new Group("", 0, 0, 0, 0));
            }
        } catch (RuntimeException e) {
            throw ParquetFooter.damaged("its schema cannot be read", e);
        }
        for (RowGroup group : footer.file().getRow_groups()) {
            if (group.getColumnsSize() != leaves.size()) {
                throw ParquetFooter.damaged("a row group has other columns than the file", null);
            }
        }
        for (SourceColumn column : declared) {
            Optional<Leaf> leaf = column.metadata().isPresent() ? Optional.empty() : leaf(column.field());
            leaf.ifPresent(one -> LeafValues.check(one, column.field()));
            found.add(leaf);
        }
    }

    /** Where an element stands. */
    private record Group(String prefix, int definition, int repetition, int slot, int level) {}

    private void walk(List<SchemaElement> schema, Group group) {
        if (group.level() > MOST_LEVELS) {
            throw new IllegalStateException("it is deeper than " + MOST_LEVELS + " levels");
        }
        SchemaElement element = schema.get(next++);
        FieldRepetitionType kind = element.getRepetition_type();
        int defined = group.definition() + (kind == FieldRepetitionType.REQUIRED ? 0 : 1);
        int repeated = group.repetition() + (kind == FieldRepetitionType.REPEATED ? 1 : 0);
        int slots = kind == FieldRepetitionType.REPEATED ? defined : group.slot();
        String path = group.prefix() + element.getName();
        if (element.isSetType()) {
            leaves.add(new Leaf(
                    path,
                    element,
                    leaves.size(),
                    defined,
                    repeated,
                    slots,
                    group.prefix().isEmpty()));
            return;
        }
        for (int child = 0; child < element.getNum_children(); child++) {
            walk(schema, new Group(path + ".", defined, repeated, slots, group.level() + 1));
        }
    }

    private Optional<Leaf> leaf(Field field) {
        String name = field.name();
        Optional<Leaf> exact =
                leaves.stream().filter(leaf -> leaf.head().equals(name)).findFirst();
        Optional<Leaf> leaf = exact.or(() ->
                leaves.stream().filter(one -> one.head().equalsIgnoreCase(name)).findFirst());
        if (leaf.filter(one -> !isReadable(one)).isPresent()) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "column \"" + name + "\" is nested in the file, which is not supported yet; leave it out");
        }
        if (leaf.isEmpty() && !field.nullable()) {
            throw new MillraceException(
                    ErrorCode.NULL_NOT_ALLOWED, "the file has no column \"" + name + "\", which is NOT NULL");
        }
        return leaf;
    }

    /** Whether a column has values, or lists of values and nothing beside them. */
    boolean isReadable(Leaf leaf) {
        boolean alone =
                leaves.stream().filter(one -> one.head().equals(leaf.head())).count() == 1;
        return leaf.repetition() == 0 ? leaf.top() : leaf.isList() && alone;
    }

    /** All columns of the file that can be read. */
    List<Leaf> readable() {
        return leaves.stream().filter(this::isReadable).toList();
    }

    int count() {
        return declared.size();
    }

    Field field(int column) {
        return declared.get(column).field();
    }

    /** The column of the file; empty when there is none, so that all values are NULL. */
    Optional<Leaf> leaf(int column) {
        return found.get(column);
    }
}
