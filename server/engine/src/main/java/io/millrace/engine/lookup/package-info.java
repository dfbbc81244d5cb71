/**
 * Tables of other systems that are asked for the rows of keys: questions of queries go out beside the batches, answers come back as rows
 * of a stream, which are written down as those of INSERT are.
 */
package io.millrace.engine.lookup;
