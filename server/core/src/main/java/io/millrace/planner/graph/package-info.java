/** The translation of relational algebra into DStreams, with the facts about time, keys and distribution of each node. */
package io.millrace.planner.graph;
