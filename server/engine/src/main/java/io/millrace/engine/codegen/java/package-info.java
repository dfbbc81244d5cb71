/**
 * Java text, and the classes that it becomes, found by digest: compiled here or shipped. The only door to Janino.
 */
package io.millrace.engine.codegen.java;
