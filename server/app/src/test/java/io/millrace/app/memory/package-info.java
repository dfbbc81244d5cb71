/** What greedy statements do to a server with a small heap: they fail, and nobody else notices. */
package io.millrace.app.memory;
