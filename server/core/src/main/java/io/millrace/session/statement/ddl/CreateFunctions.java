package io.millrace.session.statement.ddl;

import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.CreateFunction;

/** CREATE FUNCTION: checks the body once; what calls the function has it in its plan. */
public final class CreateFunctions {

    private final Services services;
    private final Run run;

    public CreateFunctions(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    public Outcome create(CreateFunction statement) {
        return new Creation(services, run)
                .create(
                        statement.mode(),
                        Written.name(statement.name()),
                        Creation.FUNCTION,
                        base -> function(statement, base, services.driver().isRecovering()));
    }

    /** @param again whether it was made before */
    FunctionToCreate function(CreateFunction statement, Definitions.Version base, boolean again) {
        return new FunctionToCreate(services.plans()
                .function(statement, base.catalog(), run.parsed().text(), again));
    }
}
