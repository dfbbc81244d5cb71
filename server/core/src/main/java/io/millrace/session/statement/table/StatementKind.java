package io.millrace.session.statement.table;

import io.millrace.session.Outcome;
import io.millrace.session.statement.Access;
import io.millrace.session.statement.Asked;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.StatementShape;
import io.millrace.spi.data.RowType;
import io.millrace.sql.tree.Statement;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * All that sessions know of one kind of statement.
 *
 * @param <S> its class
 * @param demand what it asks for before anything of it is done
 * @param shape finds out what a statement needs and gives, without carrying it out
 * @param work carries it out
 */
record StatementKind<S extends Statement>(
        Class<S> type, Effect effect, Demand<S> demand, BiFunction<S, Asked, StatementShape> shape, Work<S> work) {

    /** Carries out a statement. */
    @FunctionalInterface
    interface Work<S> {
        Outcome run(S statement, Services services, Run run);
    }

    /** One that gives nothing but a count. */
    static <S extends Statement> StatementKind<S> of(Class<S> type, Effect effect, Demand<S> demand, Work<S> work) {
        return new StatementKind<>(
                type, effect, demand, (statement, asked) -> StatementShape.withoutRows(effect.gives()), work);
    }

    /** One that gives rows whose columns are known at once. */
    static <S extends Statement> StatementKind<S> table(
            Class<S> type, Demand<S> demand, BiFunction<S, Services, RowType> columns, Work<S> work) {
        return new StatementKind<>(
                type,
                Effect.READS,
                demand,
                (statement, asked) -> StatementShape.rows(columns.apply(statement, asked.services())),
                work);
    }

    /** One that is parsed but not carried out. */
    static <S extends Statement> StatementKind<S> unsupported(
            Class<S> type, Effect effect, Demand<S> demand, String what) {
        return of(type, effect, demand, (statement, services, run) -> {
            throw At.unsupported(statement, what + " is not supported");
        });
    }

    /** The kind in words of SQL, as in {@code CREATE TABLE}. */
    String words() {
        String name = type.getSimpleName().replace("Statement", "");
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
    }

    /** Whether it is written down that somebody has done it. */
    boolean isAudited() {
        return effect == Effect.CHANGES_DEFINITIONS
                || (effect == Effect.CONTROLS && !type.getPackageName().endsWith(".change"));
    }

    void check(Statement statement, Access access) {
        demand.check(type.cast(statement), access);
    }

    StatementShape shape(Statement statement, Asked asked) {
        return shape.apply(type.cast(statement), asked);
    }

    Outcome run(Statement statement, Services services, Run run) {
        return work.run(type.cast(statement), services, run);
    }
}
