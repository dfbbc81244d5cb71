package io.millrace.cli;

/**
 * One statement of a script.
 *
 * @param text without the semicolon at its end and without blanks around it
 * @param line line of the script on which the text begins, from 1
 * @param column column in that line, from 1
 */
record SqlText(String text, int line, int column) {}
