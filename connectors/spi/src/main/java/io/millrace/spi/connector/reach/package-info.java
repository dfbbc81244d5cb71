/**
 * Which files and addresses of networks the server may be sent to by what somebody writes in a statement.
 *
 * <p>Whoever opens a file or connects somewhere asks here first, each time: links and names may lead elsewhere by then. Nothing is opened here.
 */
package io.millrace.spi.connector.reach;
