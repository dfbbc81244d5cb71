package io.millrace.session.system;

import io.millrace.catalog.RelationName;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.run.NodeReport;
import io.millrace.planner.GraphPrinter;
import io.millrace.session.rows.RowList;
import java.util.List;
import java.util.stream.Collectors;

/** What EXPLAIN ANALYZE shows, for all queries at once, with which node takes the rows of which. */
public final class NodeTable {

    private final Driver driver;

    public NodeTable(Driver driver) {
        this.driver = driver;
    }

    public SystemTable table() {
        return SystemTable.columns()
                .relation("query")
                .number("id")
                .text("inputs")
                .text("node")
                .number("stage")
                .number("rows_in")
                .number("rows_out")
                .fraction("milliseconds")
                .number("state_rows")
                .number("state_bytes")
                .in(RelationName.SYS, "nodes", "nodes of running queries", (rows, viewer) -> nodes(rows));
    }

    private void nodes(RowList rows) {
        for (QueryReport query : driver.queries()) {
            List<NodeReport> nodes = query.output().isStanding() ? query.nodes() : List.of();
            for (int id = 0; id < nodes.size(); id++) {
                NodeReport node = nodes.get(id);
                rows.add(
                        query.name(),
                        (long) id,
                        node.inputs().stream().map(String::valueOf).collect(Collectors.joining(",")),
                        GraphPrinter.line(node.node()),
                        (long) node.stage(),
                        node.rowsIn(),
                        node.rowsOut(),
                        node.nanos() / 1e6,
                        node.stateRows(),
                        node.stateBytes());
            }
        }
    }
}
