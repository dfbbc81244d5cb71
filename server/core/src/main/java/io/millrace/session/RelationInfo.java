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
 */
public record RelationInfo(
        String schema,
        String name,
        String kind,
        RowType rowType,
        List<String> primaryKey,
        String remarks,
        Map<String, String> columnRemarks) {

    /** The catalog of all relations, in the sense of JDBC. */
    public static final String CATALOG = RelationName.CATALOG;

    /** Whether a catalog that a client names is the one that there is; null names none. */
    public static boolean isCatalog(String name) {
        return name == null || name.equalsIgnoreCase(CATALOG);
    }
}
