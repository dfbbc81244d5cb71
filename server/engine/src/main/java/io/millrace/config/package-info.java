/**
 * The settings of server and sessions, each declared once with its type, default and bounds.
 *
 * <p>Only the JDK and the error model may be used here; nothing may be read from files or the environment.
 */
package io.millrace.config;
