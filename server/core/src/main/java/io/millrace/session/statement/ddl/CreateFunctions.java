package io.millrace.session.statement.ddl;

import io.millrace.catalog.UserFunction;
import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.engine.codegen.runtime.call.MethodSignature;
import io.millrace.engine.codegen.runtime.call.UserAggregate;
import io.millrace.engine.codegen.runtime.call.UserMethod;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.CreateExternalFunction;
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

    /**
     * @param again whether it was made before: a method that has gone since then is missed by those who call it
     */
    FunctionToCreate function(CreateFunction statement, Definitions.Version base, boolean again) {
        UserFunction function = services.plans()
                .function(statement, base.catalog(), run.parsed().text(), again);
        if (!again && function.method().isPresent()) {
            checkMethod(function, Written.node(statement.body()));
        }
        return new FunctionToCreate(function);
    }

    private void checkMethod(UserFunction function, Written place) {
        MethodSignature signature = MethodSignature.of(
                new RowType(function.parameters()),
                function.result().fields().stream().map(Field::type).toList());
        String method = function.method().orElseThrow();
        try {
            switch (function.kind()) {
                case SCALAR -> UserMethod.find(services.functionJars(), method, signature);
                case AGGREGATE -> UserAggregate.find(services.functionJars(), method, signature);
                case TABLE -> UserMethod.findRows(services.functionJars(), method, signature);
            }
        } catch (EvaluationException e) {
            throw At.error(ErrorCode.FUNCTION_NOT_FOUND, place, e.getMessage());
        }
    }

    /** A statement that leaves what a method takes and gives to the method. */
    public static Outcome withoutTypes(CreateExternalFunction statement) {
        String name = Written.name(statement.name()).text();
        throw At.unsupported(
                statement,
                "a function says what it takes and gives; write CREATE FUNCTION " + name
                        + "(x INT) RETURNS INT LANGUAGE JAVA AS 'package.Class.method'");
    }
}
