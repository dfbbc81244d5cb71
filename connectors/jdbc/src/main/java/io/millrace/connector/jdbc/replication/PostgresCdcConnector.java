package io.millrace.connector.jdbc.replication;

import io.millrace.connector.jdbc.database.DatabaseAccess;
import io.millrace.connector.jdbc.database.JdbcErrors;
import io.millrace.connector.jdbc.database.ReadingConnections;
import io.millrace.connector.jdbc.source.ReadColumns;
import io.millrace.connector.jdbc.source.ReadRelation;
import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** {@code connector='postgres-cdc'}: a table of PostgreSQL with all that changes in it, from the log of the database. */
public final class PostgresCdcConnector implements Connector {

    @Override
    public String name() {
        return "postgres-cdc";
    }

    @Override
    public List<Option> options() {
        return ReplicationOptions.DECLARED;
    }

    @Override
    public List<Option> sinkOptions() {
        return List.of();
    }

    @Override
    public List<Option> connectionOptions() {
        return DatabaseAccess.DECLARED;
    }

    @Override
    public void validateConnection(Options options) {
        ReplicationOptions.checkAccess(DatabaseAccess.of(options));
    }

    @Override
    public void validateAltered(Optional<RecordFormat> format, Options before, Options after) {
        validateConnection(after);
        DatabaseAccess.checkSameKind(before, after);
    }

    @Override
    public String checkConnection(Options options) {
        return ReadingConnections.check(DatabaseAccess.of(options));
    }

    @Override
    public boolean takesFormat() {
        return false;
    }

    @Override
    public List<SourceColumn> defaultColumns(Options options) {
        return List.of();
    }

    @Override
    public List<SourceColumn> findColumns(Options given, Optional<Format> format, Path directory) {
        ReplicationOptions options = ReplicationOptions.of(given, "");
        try (ReadingConnections connections = new ReadingConnections(options.access())) {
            return FoundTypes.of(FollowedTable.all(connections.open(), options));
        } catch (SQLException e) {
            throw JdbcErrors.ofSource(options.what() + " cannot be read", e);
        }
    }

    @Override
    public ConnectorSource openSource(SourceDefinition definition) {
        ReadColumns.checkDeclared(name(), definition.columns());
        ReplicationOptions options = ReplicationOptions.of(definition.options(), definition.stream());
        try (ReadingConnections connections = new ReadingConnections(options.access())) {
            Connection connection = connections.open();
            FollowedTable table = FollowedTable.find(connection, options, definition.columns());
            Prerequisites.check(connection, options, table);
            checkKey(connection, options, table, definition.key());
            connections.close(connection);
        } catch (SQLException e) {
            throw JdbcErrors.ofSource(options.what() + " cannot be read", e);
        }
        return reopenSource(definition);
    }

    private static void checkKey(
            Connection connection, ReplicationOptions options, FollowedTable table, List<Integer> key)
            throws SQLException {
        if (!key.isEmpty()) {
            ReadRelation relation = ReadRelation.table(connection, options.what(), options.table());
            relation.checkTellsApart(
                    key.stream()
                            .map(place -> relation.column(table.names().get(place)))
                            .toList(),
                    "PRIMARY KEY");
        }
    }

    @Override
    public ConnectorSource reopenSource(SourceDefinition definition) {
        ReadColumns.checkDeclared(name(), definition.columns());
        return new ReplicationSource(definition, ReplicationOptions.of(definition.options(), definition.stream()));
    }

    @Override
    public Sink openSink(SinkDefinition definition) {
        throw new MillraceException(
                ErrorCode.NOT_SUPPORTED,
                "connector 'postgres-cdc' reads what changes and writes nothing; connector 'jdbc' writes to tables");
    }
}
