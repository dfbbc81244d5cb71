/** What TABLESAMPLE chooses. */
package io.millrace.engine.codegen.runtime.sample;
