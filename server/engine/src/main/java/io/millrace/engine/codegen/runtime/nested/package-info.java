/** Values that consist of others: JSON text, rows and maps. */
package io.millrace.engine.codegen.runtime.nested;
