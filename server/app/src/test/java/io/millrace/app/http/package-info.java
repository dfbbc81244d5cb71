/** The plain HTTP interface of a real server. */
package io.millrace.app.http;
