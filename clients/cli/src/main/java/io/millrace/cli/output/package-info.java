/**
 * Results as text: formats, their style, and the pager. Knows JDBC only as far as types of columns go.
 */
package io.millrace.cli.output;
