/** TLS for the endpoint: certificate and key in files, read again when they change. */
package io.millrace.endpoint.tls;
