/** What Calcite's validator needs to know: the relations, the functions, and how its complaints read in the user's words. */
package io.millrace.planner.validation;
