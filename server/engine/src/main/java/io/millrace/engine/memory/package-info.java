/**
 * How much memory queries, statements and what is kept may hold, and who must let go when there is too little for all.
 *
 * <p>May use the data model and errors only. What is counted are pages, states and large values, never single rows.
 */
package io.millrace.engine.memory;
