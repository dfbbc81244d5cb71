/** How requests reach the server: HTTP, certificates, and what goes wrong on the way. Nothing here knows what is in a request. */
package io.millrace.jdbc.http;
