/**
 * Finds where late rows came from, and makes the rows of {@code <query>$late}.
 */
package io.millrace.engine.late;
