/**
 * What generated code calls: arithmetic, text, time and regular expressions as static methods over primitives and UTF-8 bytes.
 *
 * <p>May use the data model and error codes only. Nothing here allocates per row unless its comment says so; a slice of bytes is
 * returned as {@code start << 32 | length}, and {@link io.millrace.engine.codegen.runtime.Text#NULL} stands for null.
 */
package io.millrace.engine.codegen.runtime;
