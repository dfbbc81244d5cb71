/**
 * ROW and MAP values as bytes: each value one run of bytes, so that equal values are equal bytes and values order as their bytes do.
 *
 * <p>A field is the byte 1 when it is null, else 2 and its value. Whole numbers and times are big-endian with the sign turned, floating point
 * numbers likewise in the order of their values, DECIMALs of more than 18 digits a length and the digits. Text and bytes end with a zero and a
 * one; a zero within is followed by 255. The elements of an array, and keys and values of a map in the order of its keys, end with a zero; the
 * fields of a ROW follow on each other. These bytes are part of what is stored: they must never change.
 */
package io.millrace.spi.data.packed;
