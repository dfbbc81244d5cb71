package io.millrace.session.statement;

import io.millrace.config.Settings;
import io.millrace.engine.codegen.runtime.call.FunctionJars;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.lookup.Lookups;
import io.millrace.session.audit.Audit;
import io.millrace.session.definition.Connectors;
import io.millrace.session.definition.Definitions;
import io.millrace.session.durable.Checkpoints;
import io.millrace.session.outside.OptionValues;
import io.millrace.session.running.Execution;
import io.millrace.session.running.Executions;
import io.millrace.session.system.SystemTables;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * The parts of the server that statements work with.
 *
 * @param options what options are by connections and secrets
 * @param lookups where queries ask for rows of other systems
 * @param initial the settings that sessions begin with
 * @param directory against which relative paths in options resolve
 * @param workers run the reading of results
 */
public record Services(
        Driver driver,
        Plans plans,
        Definitions definitions,
        Connectors connectors,
        OptionValues options,
        Lookups lookups,
        Executions executions,
        SystemTables system,
        Settings initial,
        Path directory,
        Clock clock,
        Executor workers,
        Checkpoints checkpoints,
        FunctionJars functionJars,
        Audit audit) {

    /** The same for a statement that may be cancelled while it is planned, and reads what its principal may read. */
    public Services during(Execution execution) {
        return with(plans.during(execution, execution.principal(), execution.schema()));
    }

    /** The same for work that was allowed before, whoever asks for it now. */
    public Services unrestricted() {
        return with(plans.unrestricted());
    }

    private Services with(Plans others) {
        return new Services(
                driver,
                others,
                definitions,
                connectors,
                options,
                lookups,
                executions,
                system,
                initial,
                directory,
                clock,
                workers,
                checkpoints,
                functionJars,
                audit);
    }
}
