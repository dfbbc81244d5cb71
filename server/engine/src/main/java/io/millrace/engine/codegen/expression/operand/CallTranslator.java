package io.millrace.engine.codegen.expression.operand;

import io.millrace.dstream.expression.Call;

/** Translates the calls of one family of functions. */
@FunctionalInterface
public interface CallTranslator {

    /** Emits what computes the call and returns its value. */
    Operand translate(Call call);
}
