/** The console: pages, scripts and styles as files of this room, which speak to {@code POST /sql} alone. */
package io.millrace.endpoint.console;
