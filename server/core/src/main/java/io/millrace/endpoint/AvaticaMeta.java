package io.millrace.endpoint;

import io.millrace.config.Setting;
import io.millrace.endpoint.answer.ClientError;
import io.millrace.endpoint.answer.ErrorAnswers;
import io.millrace.endpoint.metadata.DatabaseMetadata;
import io.millrace.endpoint.metadata.ProductProperties;
import io.millrace.endpoint.open.OpenConnection;
import io.millrace.endpoint.open.OpenConnections;
import io.millrace.endpoint.open.OpenCursor;
import io.millrace.endpoint.open.OpenStatement;
import io.millrace.endpoint.wire.FrameEncoder;
import io.millrace.endpoint.wire.ParameterValues;
import io.millrace.endpoint.wire.Signatures;
import io.millrace.endpoint.wire.Wire;
import io.millrace.session.CancelSignal;
import io.millrace.session.Cursor;
import io.millrace.session.Outcome;
import io.millrace.session.ParameterLists;
import io.millrace.session.PreparedSql;
import io.millrace.session.RelationInfo;
import io.millrace.session.Session;
import io.millrace.session.SqlService;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.MetaImpl;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.remote.ProtobufMeta;
import org.apache.calcite.avatica.remote.TypedValue;

/**
 * Avatica's requests as calls of sessions. One instance per encoding; both share the connections.
 *
 * <p>Whatever is thrown reaches the client as a {@link ClientError}: Avatica takes a NullPointerException for a statement that was
 * lost, and clients would repeat the request for ever.
 */
final class AvaticaMeta extends MetaImpl implements ProtobufMeta {

    private final SqlService service;
    private final OpenConnections connections;
    private final Duration longPoll;
    private final Wire wire;
    private final Notices notices;
    private final BooleanSupplier mayComeAgain;

    /** @param mayComeAgain whether the request of this thread is served again when there is nothing to give yet */
    AvaticaMeta(
            SqlService service,
            OpenConnections connections,
            EndpointSettings settings,
            Wire wire,
            Notices notices,
            BooleanSupplier mayComeAgain) {
        super(null); // the base answers only what never comes over the network; it has no use for a client's connection
        this.service = service;
        this.connections = connections;
        this.longPoll = settings.longPoll();
        this.wire = wire;
        this.notices = notices;
        this.mayComeAgain = mayComeAgain;
    }

    private <T> T on(String connectionId, Function<OpenConnection, T> work) {
        try {
            return connections.get(connectionId).use(work);
        } catch (Quiet waiting) {
            throw waiting;
        } catch (Throwable failure) {
            throw ErrorAnswers.translate(failure);
        }
    }

    private OpenStatement statement(StatementHandle handle) throws NoSuchStatementException {
        return on(handle.connectionId, connection -> connection.statement(handle.id))
                .orElseThrow(() -> new NoSuchStatementException(handle));
    }

    // connections

    @Override
    public void openConnection(ConnectionHandle handle, Map<String, String> info) {
        try {
            connections.open(handle.id, info == null ? Map.of() : info);
        } catch (Throwable failure) {
            throw ErrorAnswers.translate(failure);
        }
    }

    @Override
    public void closeConnection(ConnectionHandle handle) {
        try {
            connections.close(handle.id);
        } catch (Throwable failure) {
            throw ErrorAnswers.translate(failure);
        }
    }

    @Override
    public ConnectionProperties connectionSync(ConnectionHandle handle, ConnectionProperties changes) {
        return on(handle.id, connection -> {
            ConnectionPropertiesImpl properties = connection.properties();
            synchronized (properties) {
                Session session = connection.session();
                if (changes.isAutoCommit() != null && changes.isAutoCommit() != session.autoCommit()) {
                    session.autoCommit(changes.isAutoCommit());
                }
                if (changes.isReadOnly() != null) {
                    session.readOnly(changes.isReadOnly());
                }
                if (isSchemaChosen(changes, properties)) {
                    session.set(Setting.SCHEMA.key(), changes.getSchema());
                }
                String schema = session.settings().get(Setting.SCHEMA.key());
                if (!changes.isEmpty()) {
                    properties.merge(changes);
                    properties.setSchema(schema);
                }
                return new ConnectionPropertiesImpl(
                        properties.isAutoCommit(),
                        properties.isReadOnly(),
                        properties.getTransactionIsolation(),
                        RelationInfo.CATALOG,
                        schema);
            }
        });
    }

    /**
     * Whether somebody has chosen a schema: it is sent alone, or is another than the client was told. Clients repeat what they were told
     * with every change of something else, and a statement may have put the session into another schema meanwhile.
     */
    private static boolean isSchemaChosen(ConnectionProperties changes, ConnectionProperties told) {
        boolean alone = changes.isAutoCommit() == null
                && changes.isReadOnly() == null
                && changes.getTransactionIsolation() == null
                && changes.getCatalog() == null;
        return changes.getSchema() != null && (alone || !changes.getSchema().equalsIgnoreCase(told.getSchema()));
    }

    @Override
    public void commit(ConnectionHandle handle) {
        on(handle.id, connection -> {
            connection.session().commit();
            return null;
        });
    }

    @Override
    public void rollback(ConnectionHandle handle) {
        on(handle.id, connection -> {
            connection.session().rollback();
            return null;
        });
    }

    // statements

    @Override
    public StatementHandle createStatement(ConnectionHandle handle) {
        return on(
                handle.id,
                connection ->
                        new StatementHandle(handle.id, connection.newStatement().id(), null));
    }

    @Override
    public void closeStatement(StatementHandle handle) {
        on(handle.connectionId, connection -> {
            connection.closeStatement(handle.id);
            return null;
        });
    }

    @Override
    public StatementHandle prepare(ConnectionHandle handle, String sql, long maxRows) {
        return on(handle.id, connection -> {
            OpenStatement statement = connection.newStatement();
            try {
                PreparedSql prepared = statement.prepare(sql, notices.wanted());
                return new StatementHandle(handle.id, statement.id(), Signatures.of(prepared, prepared.columns()));
            } catch (RuntimeException failure) {
                connection.closeStatement(statement.id());
                throw failure;
            }
        });
    }

    @Override
    public ExecuteResult prepareAndExecute(
            StatementHandle handle, String sql, long maxRows, int maxRowsInFirstFrame, PrepareCallback callback)
            throws NoSuchStatementException {
        OpenStatement statement = statement(handle);
        return on(handle.connectionId, connection -> {
            CancelSignal request = statement.begin();
            Session session = connection.session();
            Optional<String> returning = notices.wanted().flatMap(columns -> session.returning(sql, columns));
            PreparedSql prepared = session.prepare(returning.orElse(sql), request);
            ParameterValues.of(null, prepared.parameters());
            Results results = results(connection, statement, returning.isPresent());
            return execute(results, statement, prepared, List.of(), maxRows, maxRowsInFirstFrame, request);
        });
    }

    @Override
    @Deprecated
    public ExecuteResult prepareAndExecute(StatementHandle handle, String sql, long maxRows, PrepareCallback callback)
            throws NoSuchStatementException {
        return prepareAndExecute(handle, sql, maxRows, -1, callback);
    }

    @Override
    public ExecuteResult execute(StatementHandle handle, List<TypedValue> values, int maxRowsInFirstFrame) {
        return on(handle.connectionId, connection -> {
            OpenStatement statement = OpenStatement.prepared(connection, handle.id);
            PreparedSql prepared = statement.returning().orElseGet(statement::prepared);
            List<Object> parameters = ParameterValues.of(values, prepared.parameters());
            Results results =
                    results(connection, statement, statement.returning().isPresent());
            return execute(results, statement, prepared, parameters, -1, maxRowsInFirstFrame, statement.begin());
        });
    }

    @Override
    @Deprecated
    public ExecuteResult execute(StatementHandle handle, List<TypedValue> values, long maxRowsInFirstFrame) {
        return execute(handle, values, (int) Math.min(maxRowsInFirstFrame, Integer.MAX_VALUE));
    }

    private Results results(OpenConnection connection, OpenStatement statement, boolean keys) {
        return new Results(connection, statement, keys, wire, notices, service::holding);
    }

    private ExecuteResult execute(
            Results results,
            OpenStatement statement,
            PreparedSql prepared,
            List<Object> parameters,
            long maxRows,
            int frameRows,
            CancelSignal request) {
        try {
            Outcome last = statement.execute(
                    prepared,
                    parameters,
                    Math.max(0, maxRows),
                    request,
                    earlier -> results.earlier(earlier, prepared, frameRows, longPoll));
            return results.last(last, prepared, frameRows, longPoll);
        } catch (RuntimeException | Error e) {
            statement.closeResults();
            throw e;
        }
    }

    private OpenCursor open(Cursor rows, boolean endless, OpenStatement statement) {
        return new OpenCursor(
                rows, new FrameEncoder(rows.rowType(), wire), endless, statement.newLease(), service.holding());
    }

    @Override
    public Frame fetch(StatementHandle handle, long offset, int maxRows) {
        return on(handle.connectionId, connection -> {
            OpenCursor cursor = connection
                    .statement(handle.id)
                    .orElseThrow(() -> new MillraceException(ErrorCode.CURSOR_NOT_FOUND, "the statement is closed"))
                    .cursor();
            return cursor.announces() ? poll(cursor, offset, maxRows) : cursor.fetch(offset, maxRows, longPoll);
        });
    }

    /** What is there; nobody waits for what is not, but the request is served again. */
    private Frame poll(OpenCursor cursor, long offset, int maxRows) {
        return cursor.poll(offset, maxRows).orElseGet(() -> {
            if (mayComeAgain.getAsBoolean()) {
                throw new Quiet(cursor.rows());
            }
            return cursor.fetch(offset, maxRows, Duration.ZERO);
        });
    }

    @Override
    public boolean syncResults(StatementHandle handle, QueryState state, long offset) {
        throw ErrorAnswers.translate(
                new MillraceException(ErrorCode.CURSOR_NOT_FOUND, "the result is gone; run the statement again"));
    }

    // batches

    @Override
    public ExecuteBatchResult prepareAndExecuteBatch(StatementHandle handle, List<String> commands)
            throws NoSuchStatementException {
        OpenStatement statement = statement(handle);
        return on(handle.connectionId, connection -> {
            CancelSignal request = statement.begin();
            long[] counts = new long[commands.size()];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = update(connection.session(), statement, commands.get(i), request);
            }
            return new ExecuteBatchResult(counts);
        });
    }

    private long update(Session session, OpenStatement statement, String sql, CancelSignal request) {
        Outcome outcome = statement.execute(session.prepare(sql, request), List.of(), 0, request, Outcome::drop);
        notices.add(outcome.warnings());
        if (outcome instanceof Outcome.Updated) {
            return ((Outcome.Updated) outcome).count();
        }
        outcome.drop();
        throw new MillraceException(ErrorCode.INVALID_QUERY, "a statement of a batch must not return rows: " + sql);
    }

    @Override
    public ExecuteBatchResult executeBatch(StatementHandle handle, List<List<TypedValue>> lists) {
        return batch(handle, lists, Function.identity());
    }

    @Override
    public ExecuteBatchResult executeBatchProtobuf(StatementHandle handle, List<Requests.UpdateBatch> lists) {
        return batch(handle, lists, AvaticaMeta::values);
    }

    private static List<TypedValue> values(Requests.UpdateBatch list) {
        List<TypedValue> values = new ArrayList<>(list.getParameterValuesCount());
        list.getParameterValuesList().forEach(value -> values.add(TypedValue.fromProto(value)));
        return values;
    }

    /** @param values of one list, which is no more needed then: there are many of them */
    private <T> ExecuteBatchResult batch(StatementHandle handle, List<T> lists, Function<T, List<TypedValue>> values) {
        return on(handle.connectionId, connection -> {
            OpenStatement statement = OpenStatement.prepared(connection, handle.id);
            PreparedSql prepared = statement.prepared();
            List<List<Object>> rows = new ArrayList<>(lists.size());
            for (T list : lists) {
                ParameterLists.numbered(
                        rows.size(), () -> rows.add(ParameterValues.of(values.apply(list), prepared.parameters())));
            }
            return new ExecuteBatchResult(
                    connection.session().executeBatch(prepared, ParameterLists.of(rows), statement.begin()));
        });
    }

    // metadata

    private MetaResultSet metadata(ConnectionHandle handle, Function<OpenConnection, Cursor> question) {
        return on(handle.id, connection -> {
            Cursor rows = question.apply(connection);
            OpenStatement statement = connection.newStatement();
            OpenCursor cursor = open(rows, false, statement);
            statement.keep(cursor);
            return MetaResultSet.create(
                    handle.id,
                    statement.id(),
                    true,
                    Signatures.of(rows.rowType().fields()),
                    cursor.fetch(0, -1, longPoll));
        });
    }

    private static DatabaseMetadata relations(OpenConnection connection, String catalog) {
        boolean known = RelationInfo.isCatalog(catalog);
        return new DatabaseMetadata(
                known ? connection.session().relations() : List.of(),
                known ? connection.session().schemas() : List.of());
    }

    @Override
    public Map<DatabaseProperty, Object> getDatabaseProperties(ConnectionHandle handle) {
        return on(handle.id, connection -> {
            Map<DatabaseProperty, Object> properties = new EnumMap<>(DatabaseProperty.class);
            properties.putAll(ProductProperties.of(service.version()));
            return properties;
        });
    }

    @Override
    public MetaResultSet getTables(
            ConnectionHandle handle, String catalog, Pat schemas, Pat names, List<String> kinds) {
        return metadata(handle, connection -> relations(connection, catalog).tables(schemas.s, names.s, kinds));
    }

    @Override
    public MetaResultSet getColumns(ConnectionHandle handle, String catalog, Pat schemas, Pat names, Pat columns) {
        return metadata(handle, connection -> relations(connection, catalog).columns(schemas.s, names.s, columns.s));
    }

    @Override
    public MetaResultSet getSchemas(ConnectionHandle handle, String catalog, Pat schemas) {
        return metadata(handle, connection -> relations(connection, catalog).schemas(schemas.s));
    }

    @Override
    public MetaResultSet getCatalogs(ConnectionHandle handle) {
        return metadata(handle, connection -> DatabaseMetadata.catalogs());
    }

    @Override
    public MetaResultSet getTableTypes(ConnectionHandle handle) {
        return metadata(handle, connection -> DatabaseMetadata.tableTypes());
    }

    @Override
    public MetaResultSet getTypeInfo(ConnectionHandle handle) {
        return metadata(handle, connection -> DatabaseMetadata.typeInfo());
    }
}
