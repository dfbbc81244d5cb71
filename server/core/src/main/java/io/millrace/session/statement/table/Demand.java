package io.millrace.session.statement.table;

import io.millrace.session.statement.Access;

/** What a kind of statement asks for before anything of it is done. */
@FunctionalInterface
interface Demand<S> {

    /** Fails when it must not be done. */
    void check(S statement, Access access);
}
