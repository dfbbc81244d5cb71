/**
 * The figures of the server for those who watch it: which there are, and how they stand. They are read when somebody asks, from what
 * parts of the server publish anyway.
 */
package io.millrace.session.measure;
