/** What applications do with our driver and a real server. */
package io.millrace.app.driver;
