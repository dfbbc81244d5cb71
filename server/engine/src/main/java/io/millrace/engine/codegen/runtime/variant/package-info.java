/**
 * What generated code does with {@linkplain io.millrace.spi.data.variant VARIANT} values: making them of other values, casts to other types,
 * JSON text. Casts fail as those of the values within would; nothing here knows of SQL text or plans.
 */
package io.millrace.engine.codegen.runtime.variant;
