/**
 * The figures of the server for those who watch it: which there are, and how they stood when somebody asked. Plain data; they are read
 * in {@code session.system}.
 */
package io.millrace.session.measure;
