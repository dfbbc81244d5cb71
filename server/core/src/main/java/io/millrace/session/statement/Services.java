package io.millrace.session.statement;

import io.millrace.config.Settings;
import io.millrace.engine.codegen.runtime.call.FunctionJars;
import io.millrace.engine.driver.Driver;
import io.millrace.session.definition.Connectors;
import io.millrace.session.definition.Definitions;
import io.millrace.session.durable.Checkpoints;
import io.millrace.session.running.Executions;
import io.millrace.session.system.SystemTables;
import io.millrace.spi.error.Cancellation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * The parts of the server that statements work with.
 *
 * @param initial the settings that sessions begin with
 * @param directory against which relative paths in options resolve
 * @param workers run the reading of results
 */
public record Services(
        Driver driver,
        Plans plans,
        Definitions definitions,
        Connectors connectors,
        Executions executions,
        SystemTables system,
        Settings initial,
        Path directory,
        Clock clock,
        Executor workers,
        Checkpoints checkpoints,
        FunctionJars functionJars) {

    /** The same for a statement that may be cancelled while it is planned. */
    public Services during(Cancellation cancellation) {
        return new Services(
                driver,
                plans.during(cancellation),
                definitions,
                connectors,
                executions,
                system,
                initial,
                directory,
                clock,
                workers,
                checkpoints,
                functionJars);
    }
}
