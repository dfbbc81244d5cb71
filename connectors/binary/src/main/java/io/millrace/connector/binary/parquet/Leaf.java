package io.millrace.connector.binary.parquet;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import org.apache.parquet.format.SchemaElement;

/**
 * A column of a file: values without a structure of their own, or lists of them.
 *
 * @param path its name, with those of the groups that it is in
 * @param chunk the number of its chunk in each row group
 * @param definition the level of a value that is there
 * @param repetition in how many lists, one within the other, a value is
 * @param repeated the level of a slot of the innermost list; 0 where there is no list
 * @param top whether it stands in no group
 */
record Leaf(String path, SchemaElement element, int chunk, int definition, int repetition, int repeated, boolean top) {

    boolean isList() {
        return repetition == 1;
    }

    /** The name of the column of a row. */
    String head() {
        int dot = top ? -1 : path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    /** What a value is declared as, which is an element where the column has lists. */
    Field value(Field declared) {
        return isList() && declared.type() instanceof ArrayType array && !array.multiset()
                ? new Field(declared.name(), array.element(), array.elementNullable())
                : declared;
    }
}
