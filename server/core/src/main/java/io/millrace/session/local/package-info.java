/**
 * The server in one process: puts engine, driver, planner and sessions together behind {@link io.millrace.session.SqlService}.
 *
 * <p>Wiring only: what a statement means is decided in {@code session.statement}.
 */
package io.millrace.session.local;
