/** Commands that look at a data directory without a server: what its journal holds, and whether it is whole. They change nothing. */
package io.millrace.app.journal;
