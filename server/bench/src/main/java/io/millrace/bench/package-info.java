/**
 * Benchmarks that run the real server: they print figures and never judge them.
 *
 * <p>Nothing of the server may depend on this package.
 */
package io.millrace.bench;
