/** Lines over TCP: the server connects to a sender, or senders connect to the server. What they send cannot be replayed. */
package io.millrace.connector.socket;
