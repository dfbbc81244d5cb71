package io.millrace.engine.operator;

import io.millrace.engine.state.cell.StateContainer;

/** An operator whose batches cannot be taken back and whose state cannot be saved yet; all its containers are scratch space. */
public interface UnversionedOperator extends Operator {

    @Override
    default StateContainer state() {
        throw new IllegalStateException(
                "the state of " + getClass().getSimpleName() + " can neither be taken back nor saved yet");
    }

    @Override
    default void commit() {}
}
