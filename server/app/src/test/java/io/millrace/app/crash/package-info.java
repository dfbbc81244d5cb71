/** The server is killed at random moments, again and again, under load: nothing is lost, nothing is there twice. */
package io.millrace.app.crash;
