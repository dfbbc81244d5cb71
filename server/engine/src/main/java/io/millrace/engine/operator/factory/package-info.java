/**
 * Makes the operator of each node: the one place that knows all families.
 */
package io.millrace.engine.operator.factory;
