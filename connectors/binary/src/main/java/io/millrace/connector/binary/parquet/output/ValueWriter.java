package io.millrace.connector.binary.parquet.output;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import java.util.List;

/**
 * Writes values of one type into the columns of a file that they consist of. A level of repetition says in which list a value is the next
 * one, a level of definition how much of what it is in is there.
 */
interface ValueWriter {

    /** Writes the value of a row of a column, which stands in something that is there. */
    void put(Column column, int row, int repetition, int definition);

    /** Notes that what the value would stand in is NULL or empty. */
    void missing(int repetition, int definition);

    /**
     * The writer of a type.
     *
     * @param leaves where the writers of single values are added, in the order of the columns of the file
     * @param lists in how many lists the values stand
     */
    static ValueWriter of(Type type, boolean nullable, int lists, List<LeafWriter> leaves) {
        if (type instanceof ArrayType array) {
            return new ListWriter(nullable, lists + 1, of(array.element(), array.elementNullable(), lists + 1, leaves));
        }
        LeafWriter leaf = new LeafWriter((ScalarType) type, nullable);
        leaves.add(leaf);
        return leaf;
    }
}
