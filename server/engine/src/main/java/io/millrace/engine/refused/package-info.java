/**
 * Records and rows that could not be used: {@code $errors}, and the columns of {@code $late}.
 */
package io.millrace.engine.refused;
