/**
 * What a shell does with a server: connect, run statements, show how far long ones are, ask what names there are.
 */
package io.millrace.cli.server;
