/**
 * VARIANT values as bytes: each value one run of bytes that says where it ends, so that equal values are equal bytes and values order as
 * their bytes do.
 *
 * <p>The first byte is the {@linkplain io.millrace.spi.data.variant.VariantKind kind}. Numbers are exact, whatever they were made of: an
 * exponent and digits of base 100, those of negative numbers turned, without zeros at the end, so that 1, 1.0 and 1e0 are the same bytes. Text
 * and bytes end with a zero and a one; a zero within is followed by 255. The elements of an array follow on each other and end with a
 * zero; so do the entries of an object, each a one, its key as text, and its value, in the order of the keys, each key once. Whole numbers of
 * dates and times are big-endian with the sign turned; times of day and timestamps have their milliseconds and behind them the nanoseconds
 * within. These bytes are part of what is stored: they must never change.
 */
package io.millrace.spi.data.variant;
