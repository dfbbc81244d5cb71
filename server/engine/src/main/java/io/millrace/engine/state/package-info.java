/**
 * What operators remember: hash tables over columnar rows, multisets, ordered groups.
 *
 * <p>Each table belongs to one partition and is used by one thread at a time. May use the data model, generated code, and the count of what is held in memory.
 */
package io.millrace.engine.state;
