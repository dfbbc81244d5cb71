/**
 * The batch loop in a world that is made of a seed: clock, storage, network to the sinks, what is asked of the server and when it dies. The same
 * seed gives the same course.
 */
package io.millrace.engine.simulation;
