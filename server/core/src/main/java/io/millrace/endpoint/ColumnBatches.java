package io.millrace.endpoint;

import io.millrace.endpoint.open.ComingBatch;
import io.millrace.endpoint.open.OpenConnection;
import io.millrace.endpoint.open.OpenConnections;
import io.millrace.endpoint.open.OpenStatement;
import io.millrace.endpoint.wire.BatchPart;
import io.millrace.endpoint.wire.GivenLists;
import io.millrace.session.PreparedSql;
import io.millrace.session.SqlService;

/**
 * Batches of prepared statements that come as columns. The parts are kept until the last one is there; then all of it is done or nothing, as
 * if the lists had come in one request of Avatica. Thread-safe.
 */
final class ColumnBatches {

    private static final long[] NOT_YET = {};

    private final SqlService service;
    private final OpenConnections connections;

    ColumnBatches(SqlService service, OpenConnections connections) {
        this.service = service;
        this.connections = connections;
    }

    /** How many rows each list has changed; empty when more parts are to come. */
    long[] take(BatchPart part) {
        return connections.get(part.connectionId()).use(connection -> take(connection, part));
    }

    private long[] take(OpenConnection connection, BatchPart part) {
        OpenStatement statement = OpenStatement.prepared(connection, part.statementId());
        PreparedSql prepared = statement.prepared();
        ComingBatch batch = part.number() == 0
                ? statement.beginBatch(service.holding())
                : statement.batch().orElseThrow(ComingBatch::gone);
        boolean more = false;
        try {
            batch.add(part.number(), part.blocks(), GivenLists.rows(part.blocks()));
            if (part.last()) {
                GivenLists lists = GivenLists.read(batch.run(), prepared.parameters());
                return connection.session().executeBatch(prepared, lists, batch.signal());
            }
            more = true;
            return NOT_YET;
        } finally {
            if (!more) {
                statement.endBatch(batch);
            }
        }
    }
}
