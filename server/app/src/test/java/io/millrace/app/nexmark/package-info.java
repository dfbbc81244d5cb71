/**
 * The queries of Nexmark as shipped in the examples, each compared with an independent computation by DuckDB over the same events.
 *
 * <p>The reference queries are resources of this package, written from what a query means and not from how Millrace runs it.
 */
package io.millrace.app.nexmark;
