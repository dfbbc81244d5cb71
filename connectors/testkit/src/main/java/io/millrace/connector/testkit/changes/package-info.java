/** A connector for tests that nothing real stands behind: a file of changes, which feeds tables and in which rows can be looked up. */
package io.millrace.connector.testkit.changes;
