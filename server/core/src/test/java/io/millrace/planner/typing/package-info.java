/** Whether what functions, aggregates and casts give is what their types say, by random arguments of every type. */
package io.millrace.planner.typing;
