/**
 * The relations that describe the running server, {@code sys.*} and {@code information_schema.*}: their rows are made when they
 * are read.
 *
 * <p>They can be read like any other relation, but never followed.
 */
package io.millrace.session.system;
