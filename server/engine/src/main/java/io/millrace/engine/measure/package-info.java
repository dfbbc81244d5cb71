/** What is counted and timed of the server's own work, for those who watch it. Imports nothing of the server. */
package io.millrace.engine.measure;
