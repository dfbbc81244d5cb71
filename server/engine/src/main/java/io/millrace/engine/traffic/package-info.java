/** How many rows come in, how fast, and how much waits. Figures for people, on which nothing depends. */
package io.millrace.engine.traffic;
