package io.millrace.session;

import io.millrace.catalog.RelationName;
import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.Map;

/**
 * A relation as metadata shows it.
 *
 * @param kind STREAM, TABLE, VIEW, MATERIALIZED VIEW, SYSTEM TABLE, SINK, or SIDE STREAM for the late and refused rows of another
 * @param primaryKey column names, empty when there is none
 * @param columnRemarks by the names of those columns of which there is something to say
 * @param columns what is said of columns in their definitions, by their names
 */
public record RelationInfo(
        String schema,
        String name,
        String kind,
        RowType rowType,
        List<String> primaryKey,
        String remarks,
        Map<String, String> columnRemarks,
        Map<String, ColumnInfo> columns) {

    /**
     * What the definition of a column says.
     *
     * @param value the expression of its DEFAULT; null when there is none
     * @param numbered whether the server numbers it
     * @param computed whether it is computed from others
     */
    public record ColumnInfo(String value, boolean numbered, boolean computed) {

        /** A column like any other. */
        public static final ColumnInfo PLAIN = new ColumnInfo(null, false, false);
    }

    /** One whose columns are like any others. */
    public RelationInfo(
            String schema,
            String name,
            String kind,
            RowType rowType,
            List<String> primaryKey,
            String remarks,
            Map<String, String> columnRemarks) {
        this(schema, name, kind, rowType, primaryKey, remarks, columnRemarks, Map.of());
    }

    /** What the definition of a column says. */
    public ColumnInfo column(String column) {
        return columns.getOrDefault(column, ColumnInfo.PLAIN);
    }

    /** The catalog of all relations, in the sense of JDBC. */
    public static final String CATALOG = RelationName.CATALOG;

    /** Whether a catalog that a client names is the one that there is; null names none. */
    public static boolean isCatalog(String name) {
        return name == null || name.equalsIgnoreCase(CATALOG);
    }
}
