package io.millrace.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.calcite.avatica.AvaticaDatabaseMetaData;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.MetaImpl;

/** What the server is and holds; where Avatica guesses, the server is asked. */
final class MillraceDatabaseMetaData extends AvaticaDatabaseMetaData {

    private final MillraceConnection owner;

    MillraceDatabaseMetaData(MillraceConnection connection) {
        super(connection);
        this.owner = connection;
    }

    private static <T> T translated(Callable<T> work) throws SQLException {
        try {
            return work.call();
        } catch (Exception failure) {
            throw SqlErrors.translate(failure);
        }
    }

    private <T> T property(Meta.DatabaseProperty property, Class<T> type) throws SQLException {
        return translated(() -> property.getProp(owner.meta(), owner.handle, type));
    }

    @Override
    public String getURL() {
        return owner.target().url();
    }

    @Override
    public String getUserName() {
        String user = owner.property("user");
        return user == null ? "" : user;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getDatabaseProductVersion() throws SQLException {
        return property(Meta.DatabaseProperty.GET_DATABASE_PRODUCT_VERSION, String.class);
    }

    @Override
    public int getDatabaseMajorVersion() throws SQLException {
        return property(Meta.DatabaseProperty.GET_DATABASE_MAJOR_VERSION, Integer.class);
    }

    @Override
    public int getDatabaseMinorVersion() throws SQLException {
        return property(Meta.DatabaseProperty.GET_DATABASE_MINOR_VERSION, Integer.class);
    }

    @Override
    public int getJDBCMajorVersion() {
        return 4;
    }

    @Override
    public int getJDBCMinorVersion() {
        return 2;
    }

    // transactions: each statement is atomic by itself

    @Override
    public boolean supportsTransactions() {
        return true;
    }

    @Override
    public int getDefaultTransactionIsolation() {
        return Connection.TRANSACTION_REPEATABLE_READ;
    }

    @Override
    public boolean supportsTransactionIsolationLevel(int level) {
        return level == Connection.TRANSACTION_REPEATABLE_READ;
    }

    @Override
    public boolean supportsResultSetHoldability(int holdability) {
        return holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public int getResultSetHoldability() {
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    // results do not change under their readers

    @Override
    public boolean ownUpdatesAreVisible(int type) {
        return false;
    }

    @Override
    public boolean ownDeletesAreVisible(int type) {
        return false;
    }

    @Override
    public boolean ownInsertsAreVisible(int type) {
        return false;
    }

    @Override
    public boolean othersUpdatesAreVisible(int type) {
        return false;
    }

    @Override
    public boolean othersDeletesAreVisible(int type) {
        return false;
    }

    @Override
    public boolean othersInsertsAreVisible(int type) {
        return false;
    }

    @Override
    public boolean updatesAreDetected(int type) {
        return false;
    }

    @Override
    public boolean deletesAreDetected(int type) {
        return false;
    }

    @Override
    public boolean insertsAreDetected(int type) {
        return false;
    }

    // what the server holds

    @Override
    public ResultSet getTables(String catalog, String schemas, String names, String[] types) throws SQLException {
        return translated(() -> super.getTables(catalog, schemas, names, types));
    }

    @Override
    public ResultSet getColumns(String catalog, String schemas, String names, String columns) throws SQLException {
        return translated(() -> super.getColumns(catalog, schemas, names, columns));
    }

    @Override
    public ResultSet getSchemas() throws SQLException {
        return getSchemas(null, null);
    }

    @Override
    public ResultSet getSchemas(String catalog, String schemas) throws SQLException {
        return translated(() -> super.getSchemas(catalog, schemas));
    }

    @Override
    public ResultSet getCatalogs() throws SQLException {
        return translated(super::getCatalogs);
    }

    @Override
    public ResultSet getTableTypes() throws SQLException {
        return translated(super::getTableTypes);
    }

    @Override
    public ResultSet getTypeInfo() throws SQLException {
        return translated(super::getTypeInfo);
    }

    @Override
    public ResultSet getPrimaryKeys(String catalog, String schema, String table) throws SQLException {
        List<Object[]> keys = new ArrayList<>();
        try (ResultSet columns = getColumns(catalog, literal(schema), literal(table), null)) {
            while (columns.next()) {
                int sequence = columns.getInt("KEY_SEQ");
                if (sequence > 0) {
                    keys.add(new Object[] {
                        columns.getString("TABLE_CAT"),
                        columns.getString("TABLE_SCHEM"),
                        columns.getString("TABLE_NAME"),
                        columns.getString("COLUMN_NAME"),
                        sequence,
                        "PRIMARY"
                    });
                }
            }
        }
        keys.sort(Comparator.comparing(row -> (String) row[3]));
        List<Object> rows = new ArrayList<>();
        keys.forEach(row -> rows.add(Arrays.asList(row)));
        return owner.localResult(primaryKeySignature(), rows);
    }

    private static Meta.Signature primaryKeySignature() {
        List<ColumnMetaData> columns = new ArrayList<>();
        for (String name : new String[] {"TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME"}) {
            columns.add(MetaImpl.columnMetaData(name, columns.size(), String.class, true));
        }
        ColumnMetaData.AvaticaType number =
                ColumnMetaData.scalar(Types.SMALLINT, "SMALLINT", ColumnMetaData.Rep.NUMBER);
        columns.add(MetaImpl.columnMetaData("KEY_SEQ", columns.size(), number, false));
        columns.add(MetaImpl.columnMetaData("PK_NAME", columns.size(), String.class, true));
        return Meta.Signature.create(columns, "", List.of(), Meta.CursorFactory.LIST, Meta.StatementType.SELECT);
    }

    /** A pattern that matches the name and nothing else. */
    private static String literal(String name) {
        return name == null
                ? null
                : name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
