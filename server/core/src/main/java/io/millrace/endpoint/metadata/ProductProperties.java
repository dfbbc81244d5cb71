package io.millrace.endpoint.metadata;

import java.sql.Connection;
import java.util.Map;
import org.apache.calcite.avatica.Meta.DatabaseProperty;

/** What the server says of itself to JDBC clients. */
public final class ProductProperties {

    private ProductProperties() {}

    public static Map<DatabaseProperty, Object> of(String version) {
        return Map.ofEntries(
                Map.entry(DatabaseProperty.GET_DATABASE_PRODUCT_NAME, "Millrace"),
                Map.entry(DatabaseProperty.GET_DATABASE_PRODUCT_VERSION, version),
                Map.entry(DatabaseProperty.GET_DATABASE_MAJOR_VERSION, part(version, 0)),
                Map.entry(DatabaseProperty.GET_DATABASE_MINOR_VERSION, part(version, 1)),
                Map.entry(DatabaseProperty.GET_DEFAULT_TRANSACTION_ISOLATION, Connection.TRANSACTION_NONE),
                Map.entry(
                        DatabaseProperty.GET_S_Q_L_KEYWORDS,
                        "CHANGES,CHECKPOINT,CONNECTION,CUMULATE,DESCRIPTOR,EMIT,HOP,MATERIALIZED,SECRET,SINK,STREAM,TUMBLE,"
                                + "WATERMARK"),
                Map.entry(
                        DatabaseProperty.GET_NUMERIC_FUNCTIONS,
                        "ABS,CEILING,EXP,FLOOR,LN,LOG10,MOD,POWER,ROUND,SIGN,SQRT,TRUNCATE"),
                Map.entry(
                        DatabaseProperty.GET_STRING_FUNCTIONS,
                        "CHAR_LENGTH,CONCAT,LOWER,OVERLAY,POSITION,REPLACE,SUBSTRING,TRIM,UPPER"),
                Map.entry(DatabaseProperty.GET_SYSTEM_FUNCTIONS, "COALESCE,NULLIF,USER"),
                Map.entry(
                        DatabaseProperty.GET_TIME_DATE_FUNCTIONS,
                        "CURRENT_DATE,CURRENT_TIME,CURRENT_TIMESTAMP,EXTRACT,TIMESTAMPADD,TIMESTAMPDIFF"));
    }

    private static int part(String version, int index) {
        String[] parts = version.split("[^0-9]+", -1);
        return index < parts.length && !parts[index].isEmpty() ? Integer.parseInt(parts[index]) : 0;
    }
}
