/** Statements that mean the same in a form that is checked and planned more simply. */
package io.millrace.planner.syntax;
