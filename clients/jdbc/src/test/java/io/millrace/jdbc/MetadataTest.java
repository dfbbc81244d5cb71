package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.session.RelationInfo;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tools such as DBeaver ask when they draw their tree. */
final class MetadataTest {

    private static final RowType BIDS = RowType.of(
            new Field("auction", Type.BIGINT, false),
            new Field("price", Type.decimal(10, 2), true),
            new Field("note", Type.varchar(20), true));

    private ServerFixture server;

    @BeforeEach
    void start() {
        server = new ServerFixture();
        server.service
                .relation(new RelationInfo(
                        "main",
                        "bids",
                        "STREAM",
                        BIDS,
                        List.of(),
                        "what people offer",
                        Map.of("auction", "by its number")))
                .relation(new RelationInfo("main", "best_bids", "MATERIALIZED VIEW", BIDS, List.of(), "", Map.of()))
                .relation(
                        new RelationInfo("main", "bestXbids", "TABLE", BIDS, List.of("note", "auction"), "", Map.of()))
                .relation(new RelationInfo("sys", "queries", "SYSTEM TABLE", BIDS, List.of(), "", Map.of()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static List<String> column(ResultSet rows, String label) throws SQLException {
        List<String> values = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                values.add(rows.getString(label));
            }
        }
        return values;
    }

    @ParameterizedTest
    @EnumSource(ServerFixture.Way.class)
    void relationsAreFoundByPatternAndKind(ServerFixture.Way way) throws SQLException {
        try (Connection connection = server.connect(way)) {
            DatabaseMetaData metaData = connection.getMetaData();
            assertThat(column(metaData.getTables(null, null, "%", null), "TABLE_NAME"))
                    .containsExactly("best_bids", "bids", "queries", "bestXbids");
            assertThat(column(metaData.getTables(null, "main", "best_bids", null), "TABLE_NAME"))
                    .containsExactlyInAnyOrder("best_bids", "bestXbids");
            assertThat(column(metaData.getTables(null, "main", "BEST\\_BIDS", null), "TABLE_NAME"))
                    .containsExactly("best_bids");
            assertThat(column(metaData.getTables(null, null, null, new String[] {"STREAM"}), "REMARKS"))
                    .containsExactly("what people offer");
            assertThat(column(metaData.getTableTypes(), "TABLE_TYPE"))
                    .containsExactly(
                            "MATERIALIZED VIEW", "SIDE STREAM", "SINK", "STREAM", "SYSTEM TABLE", "TABLE", "VIEW");
        }
    }

    @ParameterizedTest
    @EnumSource(ServerFixture.Way.class)
    void columnsAreDescribed(ServerFixture.Way way) throws SQLException {
        try (Connection connection = server.connect(way);
                ResultSet rows = connection.getMetaData().getColumns(null, "main", "bids", "%")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("COLUMN_NAME")).isEqualTo("auction");
            assertThat(rows.getString("REMARKS")).isEqualTo("by its number");
            assertThat(rows.getInt("DATA_TYPE")).isEqualTo(Types.BIGINT);
            assertThat(rows.getInt("NULLABLE")).isEqualTo(DatabaseMetaData.columnNoNulls);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt("COLUMN_SIZE")).isEqualTo(10);
            assertThat(rows.getInt("DECIMAL_DIGITS")).isEqualTo(2);
            assertThat(rows.getInt("ORDINAL_POSITION")).isEqualTo(2);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt("CHAR_OCTET_LENGTH")).isEqualTo(20);
            assertThat(rows.getString("IS_NULLABLE")).isEqualTo("YES");
            assertThat(rows.next()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(ServerFixture.Way.class)
    void schemasAndTypesAreListed(ServerFixture.Way way) throws SQLException {
        try (Connection connection = server.connect(way)) {
            DatabaseMetaData metaData = connection.getMetaData();
            assertThat(column(metaData.getSchemas(), "TABLE_SCHEM")).containsExactly("main", "sys");
            assertThat(column(metaData.getCatalogs(), "TABLE_CAT")).containsExactly("millrace");
            assertThat(column(metaData.getSchemas(), "TABLE_CATALOG")).containsOnly("millrace");
            assertThat(column(metaData.getTables("millrace", null, "bids", null), "TABLE_CAT"))
                    .containsExactly("millrace");
            assertThat(column(metaData.getTables("another", null, "bids", null), "TABLE_CAT"))
                    .isEmpty();
            assertThat(column(metaData.getTypeInfo(), "TYPE_NAME")).contains("BIGINT", "TIMESTAMP", "ARRAY");
        }
    }

    @Test
    void primaryKeyComesFromTheServer() throws SQLException {
        try (Connection connection = server.connect()) {
            DatabaseMetaData metaData = connection.getMetaData();
            assertThat(column(metaData.getPrimaryKeys(null, "main", "bestXbids"), "COLUMN_NAME"))
                    .containsExactly("auction", "note");
            assertThat(column(metaData.getPrimaryKeys(null, "main", "bestXbids"), "KEY_SEQ"))
                    .containsExactly("2", "1");
            assertThat(column(metaData.getPrimaryKeys(null, "main", "best_bids"), "COLUMN_NAME"))
                    .isEmpty();
        }
    }

    @Test
    void aConnectionIsInTheOnlyCatalog() throws SQLException {
        try (Connection connection = server.connect()) {
            assertThat(connection.getCatalog()).isEqualTo("millrace");
            connection.setCatalog("MILLRACE");
            assertThatThrownBy(() -> connection.setCatalog("other"))
                    .hasMessage("there is no catalog \"other\"; the only one is \"millrace\"")
                    .extracting("SQLState")
                    .isEqualTo("3D000");
            assertThat(connection.getCatalog()).isEqualTo("millrace");
        }
    }

    @Test
    void whatIsUnknownIsEmpty() throws SQLException {
        try (Connection connection = server.connect()) {
            DatabaseMetaData metaData = connection.getMetaData();
            assertThat(column(metaData.getIndexInfo(null, "main", "bids", false, true), "INDEX_NAME"))
                    .isEmpty();
            assertThat(column(metaData.getImportedKeys(null, "main", "bids"), "FKTABLE_NAME"))
                    .isEmpty();
            assertThat(column(metaData.getExportedKeys(null, "main", "bids"), "FKTABLE_NAME"))
                    .isEmpty();
            assertThat(column(metaData.getProcedures(null, null, null), "PROCEDURE_NAME"))
                    .isEmpty();
            assertThat(column(metaData.getFunctions(null, null, null), "FUNCTION_NAME"))
                    .isEmpty();
        }
    }

    @Test
    void productAndDriverAreNamed() throws SQLException {
        try (Connection connection = server.connect()) {
            DatabaseMetaData metaData = connection.getMetaData();
            assertThat(metaData.getDatabaseProductName()).isEqualTo("Millrace");
            assertThat(metaData.getDatabaseProductVersion()).isEqualTo("0.1.0");
            assertThat(metaData.getDatabaseMinorVersion()).isEqualTo(1);
            assertThat(metaData.getDriverName()).isEqualTo("Millrace JDBC Driver");
            assertThat(metaData.getDriverMinorVersion()).isEqualTo(1);
            assertThat(metaData.getURL()).isEqualTo(server.url());
            assertThat(metaData.isReadOnly()).isFalse();
            assertThat(metaData.storesMixedCaseIdentifiers()).isTrue();
            assertThat(metaData.storesUpperCaseIdentifiers()).isFalse();
            assertThat(metaData.getIdentifierQuoteString()).isEqualTo("\"");
            assertThat(metaData.supportsTransactions()).isTrue();
            assertThat(metaData.ownInsertsAreVisible(ResultSet.TYPE_FORWARD_ONLY))
                    .isFalse();
            assertThat(metaData.getSQLKeywords()).contains("WATERMARK");
            assertThat(metaData.supportsResultSetHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT))
                    .isTrue();
        }
    }
}
