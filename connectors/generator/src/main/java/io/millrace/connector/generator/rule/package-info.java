/** How the generator makes the values of a column: from the rules in {@code fields.<column>.<rule>} options. */
package io.millrace.connector.generator.rule;
