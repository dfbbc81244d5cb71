/**
 * Sessions and statements: what a protocol endpoint calls to run SQL, and how each statement is carried out.
 *
 * <p>No wire protocol, no HTTP and no Calcite types may enter; the planner and the driver are used through their own doors.
 */
package io.millrace.session;
