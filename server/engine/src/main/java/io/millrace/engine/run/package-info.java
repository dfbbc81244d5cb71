/**
 * The contract of engines, which execute the graphs of queries. Engines never decide what a batch contains.
 */
package io.millrace.engine.run;
