package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;

/** Translates the calls of one family of functions. */
@FunctionalInterface
interface CallTranslator {

    /** Emits what computes the call and returns its value. */
    Operand translate(Call call);
}
