package io.millrace.session.statement.table;

import static io.millrace.session.statement.table.Demands.on;
import static io.millrace.session.statement.table.Effect.CONTROLS;
import static io.millrace.session.statement.table.StatementKind.of;
import static io.millrace.session.statement.table.StatementKind.table;

import io.millrace.catalog.Right;
import io.millrace.session.statement.ddl.AlterInputOptions;
import io.millrace.session.statement.outside.ConnectionStatements;
import io.millrace.session.statement.outside.SecretStatements;
import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.control.CheckConnection;
import io.millrace.sql.tree.ddl.AlterOptions;
import io.millrace.sql.tree.ddl.AlterSecret;
import io.millrace.sql.tree.ddl.CreateConnection;
import io.millrace.sql.tree.ddl.CreateSecret;
import java.util.List;

/** The statements about connections and secrets. */
final class OutsideKinds {

    static final List<StatementKind<?>> ALL = List.of(
            of(
                    CreateSecret.class,
                    CONTROLS,
                    Demands::secret,
                    (statement, services, run) -> new SecretStatements(services, run).create(statement)),
            of(
                    AlterSecret.class,
                    CONTROLS,
                    on(Right.ALTER, AlterSecret::kind, alter -> Written.name(alter.name())),
                    (statement, services, run) -> new SecretStatements(services, run).alter(statement)),
            of(
                    CreateConnection.class,
                    CONTROLS,
                    Demands::connection,
                    (statement, services, run) -> new ConnectionStatements(services, run).create(statement)),
            of(
                    AlterOptions.class,
                    CONTROLS,
                    Demands::alterOptions,
                    (statement, services, run) -> statement.kind() == ObjectKind.CONNECTION
                            ? new ConnectionStatements(services, run).alter(statement)
                            : new AlterInputOptions(services, run).alter(statement)),
            table(
                    CheckConnection.class,
                    on(Right.USAGE, check -> ObjectKind.CONNECTION, check -> Written.name(check.name())),
                    (statement, services) -> ConnectionStatements.checkType(),
                    (statement, services, run) -> new ConnectionStatements(services, run).check(statement)));

    private OutsideKinds() {}
}
