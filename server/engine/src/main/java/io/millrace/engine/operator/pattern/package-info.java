/**
 * The operator of MATCH_RECOGNIZE.
 */
package io.millrace.engine.operator.pattern;
