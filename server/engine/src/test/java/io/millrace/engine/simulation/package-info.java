/**
 * The batch loop in a world that is made of a seed: clock, storage, network to the sinks, what is asked of the server and when it dies. A
 * seed gives the same statements and misfortunes.
 */
package io.millrace.engine.simulation;
