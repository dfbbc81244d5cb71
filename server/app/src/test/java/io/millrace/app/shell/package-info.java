/** The SQL shell against real servers: what its commands list, and what a person at a terminal sees. */
package io.millrace.app.shell;
