/**
 * Windows, their borders, and when something of a time can be forgotten: plain data and the arithmetic of borders.
 */
package io.millrace.dstream.window;
