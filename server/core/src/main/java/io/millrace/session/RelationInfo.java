package io.millrace.session;

import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * A relation as metadata shows it.
 *
 * @param kind STREAM, TABLE, VIEW, MATERIALIZED VIEW or SYSTEM TABLE
 * @param primaryKey column names, empty when there is none
 */
public record RelationInfo(
        String schema, String name, String kind, RowType rowType, List<String> primaryKey, String remarks) {}
