/**
 * Methods of users: the jars that they come from, and how generated code calls them. Nothing else of the server may load a class of a user.
 */
package io.millrace.engine.codegen.runtime.call;
