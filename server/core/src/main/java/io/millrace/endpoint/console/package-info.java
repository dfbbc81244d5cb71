/** The console: pages, scripts and styles as files of this room, which speak to {@code POST /sql} alone; beside it the pages of the documents. */
package io.millrace.endpoint.console;
