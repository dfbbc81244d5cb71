/** {@code POST /sql}: statements in JSON, their results as JSON, lines, CSV or events; for programs and pages without a driver. */
package io.millrace.endpoint.sql;
