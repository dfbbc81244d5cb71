/**
 * Formats whose values are bytes rather than text: what they share is how numbers and bytes become values of a column. A format and its
 * library stay in a room of their own.
 */
package io.millrace.connector.binary;
