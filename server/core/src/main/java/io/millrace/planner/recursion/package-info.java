/** WITH RECURSIVE: found in the text, taken apart into queries without recursion, and put together as a graph. */
package io.millrace.planner.recursion;
