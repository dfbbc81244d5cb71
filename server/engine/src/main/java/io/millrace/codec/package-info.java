/**
 * How data is written as bytes, for the journal, checkpoints, spilling and other machines: primitives, checksummed frames and types.
 *
 * <p>Only plain data enters: no Java serialization, no names of classes, nothing that runs when it is read. Codes and layouts of a
 * published version never change; a new version gets a new number, and the one before it is still read.
 */
package io.millrace.codec;
