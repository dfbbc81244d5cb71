/** Rewrites of the relational algebra, from what the validator gives to what the translation of graphs expects. */
package io.millrace.planner.rules;
