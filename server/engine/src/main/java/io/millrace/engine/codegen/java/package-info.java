/**
 * Java text, and classes compiled from it, cached by digest. The only door to Janino.
 */
package io.millrace.engine.codegen.java;
